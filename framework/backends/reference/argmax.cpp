#include "framework/ops/argmax.h"

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec& x = args.in[0];
  const bool largest = args.def.name == "argmax";
  const std::optional<int64_t> axis = args.as<ArgmaxOptions>().axis;
  int64_t outer = 1, size = x.shape.elements(), inner = 1;
  if (axis) {
    const int64_t at = normalize_axis("argmax", *axis, x.shape.ndim());
    outer = x.shape.sub(0, at).elements();
    size = x.shape[at];
    inner = x.shape.sub(at + 1).elements();
  }
  with_compute(x.dtype, [&]<class C>(C) {
    for (int64_t i = 0; i < outer * inner; ++i) {
      const int64_t base = i / inner * size * inner + i % inner;
      int64_t best = 0;
      C extreme = load<C>(x.dtype, operands.in[0], base);
      for (int64_t k = 1; k < size && !isnan(extreme); ++k) {
        const C value = load<C>(x.dtype, operands.in[0], base + k * inner);
        if (isnan(value) || (largest ? value > extreme : value < extreme)) {
          best = k;
          extreme = value;
        }
      }
      operands.output<int32_t>()[i] = static_cast<int32_t>(best);
    }
  });
}

}  // namespace

extern constinit const Kernel argmax_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
