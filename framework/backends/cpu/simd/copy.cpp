#include "framework/ops/copy.h"

#include <cstring>

#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

/// All lanes as they lie, whatever the layout.
class CopyKernel final : public PreparedKernel {
 public:
  CopyKernel(const KernelArgs& args, const Layouts& layouts)
      : bytes_(static_cast<int64_t>(
            bytes_of(args.in[0], layouts.in.empty() ? LayoutRef() : layouts.in[0]))) {}
  void run(Stream&, const Operands& operands) const override {
    parallel_for(bytes_, 128 << 10, [&](int64_t begin, int64_t end) {
      std::memcpy(operands.output<std::byte>() + begin, operands.input<std::byte>(0) + begin,
                  static_cast<size_t>(end - begin));
    });
  }

 private:
  int64_t bytes_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  return make_ref<CopyKernel>(args, layouts);
}

}  // namespace

extern constinit const Kernel copy_kernel{
    .name = "simd", .declines = accept, .prepare = prepare, .any_layout = true};

}  // namespace cornu::cpu::simd
