#include "tests/support/test_device.h"

#include <sys/mman.h>

#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "framework/base/error.h"
#include "framework/runtime/backend.h"
#include "framework/runtime/process.h"

namespace cornu {

namespace {

constexpr size_t kPage = 4096;
size_t pages(size_t bytes) { return (bytes + kPage) / kPage * kPage; }

/// Memory and queue in one: work runs when somebody waits, with the memory open just then.
class TestMemory final : public Allocator, public Stream {
 public:
  void* allocate(size_t bytes) override {
    void* data =
        mmap(nullptr, pages(bytes), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED) fail<DeviceError>("the test device has no ", bytes, " bytes.");
    std::memset(data, 0xff, bytes);
    const std::lock_guard lock(mutex_);
    blocks_[data] = pages(bytes);
    protect(data, pages(bytes), running_);
    return data;
  }
  void deallocate(void* data, size_t) override {
    push([this, data] {
      const auto block = blocks_.find(data);
      munmap(data, block->second);
      blocks_.erase(block);
    });
  }
  void copy_to_host(void* host, const void* device, size_t bytes) override {
    push([=] { std::memcpy(host, device, bytes); });
    synchronize();
  }
  void copy_from_host(void* device, const void* host, size_t bytes) override {
    const auto* begin = static_cast<const std::byte*>(host);
    push([device, staged = std::vector<std::byte>(begin, begin + bytes)] {
      std::memcpy(device, staged.data(), staged.size());
    });
  }
  void copy_within(void* to, const void* from, size_t bytes) override {
    push([=] { std::memcpy(to, from, bytes); });
  }

  void enqueue(void (*work)(void*), void* argument, void (*drop)(void*)) override {
    push([=] {
      work(argument);
      if (drop) drop(argument);
    });
  }
  void push(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(work));
  }
  void synchronize() override {
    const std::lock_guard lock(mutex_);
    if (running_) return;
    running_ = true;
    for (const auto& [data, bytes] : blocks_) protect(data, bytes, true);
    std::exception_ptr failure;
    while (!queue_.empty()) {
      std::vector<std::function<void()>> work = std::exchange(queue_, {});
      for (auto& item : work) {
        ++done_;
        try {
          item();
        } catch (...) {
          if (!failure) failure = std::current_exception();
        }
      }
    }
    for (const auto& [data, bytes] : blocks_) protect(data, bytes, false);
    running_ = false;
    if (failure) std::rethrow_exception(failure);
  }
  size_t done() const { return done_; }

 private:
  static void protect(void* data, size_t bytes, bool open) {
    mprotect(data, bytes, open ? PROT_READ | PROT_WRITE : PROT_NONE);
  }

  std::recursive_mutex mutex_;
  std::map<void*, size_t> blocks_;
  std::vector<std::function<void()>> queue_;
  bool running_ = false;
  size_t done_ = 0;
};

/// Queues a CPU kernel with copies of its operands' addresses.
class QueuedKernel final : public PreparedKernel {
 public:
  QueuedKernel(Ref<PreparedKernel> kernel, size_t inputs, size_t outputs)
      : kernel_(std::move(kernel)), inputs_(inputs), outputs_(outputs) {
    workspace_bytes = kernel_->workspace_bytes;
    may_alias = kernel_->may_alias;
    deterministic = kernel_->deterministic;
  }
  void run(Stream& stream, const Operands& operands) const override {
    struct Work {
      Ref<PreparedKernel> kernel;
      std::vector<const void*> in;
      std::vector<void*> out;
      void* workspace;
    };
    auto* work =
        new Work{kernel_, std::vector<const void*>(operands.in, operands.in + inputs_),
                 std::vector<void*>(operands.out, operands.out + outputs_), operands.workspace};
    stream.enqueue(
        [](void* argument) {
          const auto& todo = *static_cast<Work*>(argument);
          todo.kernel->run(backend_of({}).stream(0),
                           {todo.in.data(), todo.out.data(), todo.workspace});
        },
        work, [](void* argument) { delete static_cast<Work*>(argument); });
  }

 private:
  Ref<PreparedKernel> kernel_;
  size_t inputs_, outputs_;
};

class TestBackend final : public Backend {
 public:
  Allocator& allocator(int) override { return memory_; }
  Stream& stream(int) override { return memory_; }
  std::span<const KernelRow> kernels() const override { return backend_of({}).kernels(); }
  Ref<PreparedKernel> prepare(const Kernel& kernel, const KernelArgs& args,
                              const Layouts& layouts) override {
    std::vector<Spec> in(args.in.begin(), args.in.end()), out(args.out.begin(), args.out.end());
    for (Spec& spec : in) spec.device = {};
    for (Spec& spec : out) spec.device = {};
    KernelArgs on_cpu{args.def,           args.attrs,          in, out, args.wanted, args.subgraphs,
                      args.deterministic, args.constant_inputs};
    return make_ref<QueuedKernel>(kernel.prepare(on_cpu, layouts), in.size(), out.size());
  }
  std::string describe(int) const override { return "test device"; }
  size_t done() const { return memory_.done(); }

 private:
  TestMemory memory_;
};

TestBackend& test_backend() {
  static TestBackend* backend = [] {
    auto* made = new TestBackend;
    add_backend(DeviceKind::test, *made);
    return made;
  }();
  return *backend;
}

}  // namespace

Device test_device() {
  test_backend();
  return {DeviceKind::test, 0};
}

size_t test_device_work() { return test_backend().done(); }

OnTestDevice::OnTestDevice() : previous_(default_device()) { set_default_device(test_device()); }
OnTestDevice::~OnTestDevice() { set_default_device(previous_); }

}  // namespace cornu
