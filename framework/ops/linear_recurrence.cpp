#include "framework/ops/cumsum.h"
#include "framework/ops/def.h"
#include "framework/ops/operators.h"
#include "framework/ops/pad.h"
#include "framework/ops/strided_slice.h"
#include "framework/runtime/apply.h"

namespace cornu {

Tensor shifted(const Tensor& x, double first, const CumulativeAttrs& attrs) {
  const int64_t axis = normalize_axis("shift", attrs.axis, x.ndim()), size = x.shape()[axis];
  if (size == 0) return x;
  PadAttrs pad{.value = first};
  for (int64_t i = 0; i < x.ndim(); ++i) {
    pad.low.push_back(i == axis && !attrs.reverse);
    pad.high.push_back(i == axis && attrs.reverse);
    pad.interior.push_back(0);
  }
  return pad_general(slice_axis(x, axis, attrs.reverse ? Range(1, size) : Range(0, size - 1)), pad);
}

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &a = args.in[0], &b = args.in[1];
  const bool ranked = a.shape.ranked() && b.shape.ranked();
  bool same = a.dtype == b.dtype && (!ranked || a.shape.ndim() == b.shape.ndim());
  for (int64_t i = 0; same && ranked && i < a.shape.ndim(); ++i)
    same = a.shape[i] == b.shape[i] || a.shape[i] == unknown || b.shape[i] == unknown;
  if (!same) fail<ShapeError>("linear_recurrence: ", a, " and ", b, " are not alike.");
  return infer_cumulative(args);
}

/// What b[i] does to y[i] and all behind it obeys g[i] = dy[i] + a[i + 1] · g[i + 1].
Tensors vjp(const VjpArgs& args) {
  const CumulativeAttrs& attrs = args.as<CumulativeAttrs>();
  const CumulativeAttrs back{attrs.axis, !attrs.reverse};
  const Tensor g = ops::linear_recurrence(shifted(args.in[0], 0, back), args.dout[0], back);
  return {g * shifted(args.out[0], 0, attrs), g};
}

}  // namespace

constinit const OpDef linear_recurrence_def{.name = "linear_recurrence",
                                            .doc = "y[i] = a[i] y[i - 1] + b[i] along an axis.",
                                            .inputs = {{"a", kFloating}, {"b", kFloating}},
                                            .attrs = attrs_of<CumulativeAttrs>,
                                            .infer = infer,
                                            .vjp = vjp,
                                            .kernel_family = "cumulative"};

namespace ops {

Tensor linear_recurrence(const Tensor& a, const Tensor& b, const CumulativeAttrs& attrs) {
  return apply_one(linear_recurrence_def, {a, b}, attrs);
}

}  // namespace ops

}  // namespace cornu
