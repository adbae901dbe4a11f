#include "framework/runtime/backend.h"

#include <hwy/targets.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <vector>

#include "framework/backends/control/kernels.h"
#include "framework/backends/cpu/block_cache.h"
#include "framework/backends/cpu/kernels.h"
#include "framework/backends/cpu/onednn/version.h"
#include "framework/backends/reference/kernels.h"
#include "framework/base/error.h"
#include "framework/runtime/process_state.h"

namespace cornu::cpu {

namespace {

constexpr size_t kAlignment = 64;
/// Large blocks lie on pages of this size where the system has them: fewer faults when they are
/// first written, and fewer misses of the tables that translate addresses.
constexpr size_t kHugePage = 2 << 20;

class CpuAllocator final : public Allocator {
 public:
  bool is_host() const override { return true; }
  void* allocate(size_t bytes) override {
    ProcessState& state = process_state();
    const size_t in_use = state.memory_in_use += bytes;
    const size_t limit = state.memory_limit;
    if (limit == 0 || in_use <= limit) {
      const size_t whole = whole_bytes(bytes);
      if (void* const again = cache_.take(whole)) return again;
      void* data = std::aligned_alloc(alignment_of(bytes), whole);
      if (!data) {
        cache_.clear();
        data = std::aligned_alloc(alignment_of(bytes), whole);
      }
      if (data && bytes >= kHugePage) madvise(data, whole, MADV_HUGEPAGE);  // a wish
      if (data) return data;
    }
    state.memory_in_use -= bytes;
    fail<DeviceError>("out of memory: ", bytes, " bytes were asked for, ", in_use - bytes,
                      " are in use", limit ? concat(", the limit is ", limit) : "", ".");
  }
  void deallocate(void* data, size_t bytes) override {
    process_state().memory_in_use -= bytes;
    cache_.put(data, whole_bytes(bytes));
  }
  void copy_to_host(void* host, const void* device, size_t bytes) override {
    std::memcpy(host, device, bytes);
  }
  void copy_from_host(void* device, const void* host, size_t bytes) override {
    std::memcpy(device, host, bytes);
  }
  void copy_within(void* to, const void* from, size_t bytes) override {
    std::memcpy(to, from, bytes);
  }

 private:
  static size_t alignment_of(size_t bytes) { return bytes >= kHugePage ? kHugePage : kAlignment; }
  static size_t whole_bytes(size_t bytes) {
    const size_t alignment = alignment_of(bytes);
    return (std::max<size_t>(bytes, 1) + alignment - 1) / alignment * alignment;
  }

  BlockCache cache_;
};

/// The CPU works at once: a queue is the calling thread.
class CpuStream final : public Stream {
 public:
  void enqueue(void (*work)(void*), void* argument, void (*drop)(void*)) override {
    work(argument);
    if (drop) drop(argument);
  }
  void synchronize() override {}
};

class CpuBackend final : public Backend {
 public:
  CpuBackend() {
    for (const auto& rows : {cpu::kernels(), control::kernels(), reference::kernels()})
      rows_.insert(rows_.end(), rows.begin(), rows.end());
  }
  Allocator& allocator(int) override { return allocator_; }
  Stream& stream(int) override { return stream_; }
  std::span<const KernelRow> kernels() const override { return rows_; }
  std::string describe(int) const override {
    const auto targets = hwy::SupportedTargets();
    return concat("oneDNN ", onednn::version(), ", Highway ",
                  hwy::TargetName(targets & -targets));  // the lowest bit is the best
  }

 private:
  CpuAllocator allocator_;
  CpuStream stream_;
  std::vector<KernelRow> rows_;
};

}  // namespace

Backend& backend() {
  static auto* backend = new CpuBackend;  // never destroyed: buffers of static storage outlive main
  return *backend;
}

}  // namespace cornu::cpu
