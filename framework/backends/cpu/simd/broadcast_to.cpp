#include "framework/ops/broadcast_to.h"

#include "framework/backends/cpu/simd/broadcast.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

class BroadcastToKernel final : public PreparedKernel {
 public:
  explicit BroadcastToKernel(const KernelArgs& args)
      : broadcast_(args.in[0].shape, args.out[0].shape),
        count_(args.out[0].shape.elements()),
        size_(size_of(args.out[0].dtype)) {}

  void run(Stream&, const Operands& operands) const override {
    parallel_for(count_, 64 << 10, [&](int64_t begin, int64_t end) {
      broadcast_.fill(operands.in[0],
                      operands.output<std::byte>() + static_cast<size_t>(begin) * size_, begin,
                      end - begin, size_);
    });
  }

 private:
  Broadcast broadcast_;
  int64_t count_;
  size_t size_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<BroadcastToKernel>(args);
}

}  // namespace

extern constinit const Kernel broadcast_to_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
