#include "framework/ops/strided_slice.h"

#include <algorithm>

#include "framework/ops/def.h"
#include "framework/ops/flip.h"
#include "framework/ops/pad.h"
#include "framework/runtime/apply.h"

namespace cornu {

void StridedSliceAttrs::add(const Range& range) {
  start.push_back(range.has_start ? std::optional(range.start) : std::nullopt);
  stop.push_back(range.has_stop ? std::optional(range.stop) : std::nullopt);
  step.push_back(range.step);
}

AxisSlice resolve_slice(const StridedSliceAttrs& attrs, size_t i, int64_t size) {
  const int64_t step = attrs.step[i];
  const auto clamp = [&](int64_t index) {
    if (index < 0) index += size;
    return step > 0 ? std::clamp<int64_t>(index, 0, size)
                    : std::clamp<int64_t>(index, -1, size - 1);
  };
  const int64_t first = attrs.start[i] ? clamp(*attrs.start[i]) : (step > 0 ? 0 : size - 1);
  const int64_t end = attrs.stop[i] ? clamp(*attrs.stop[i]) : (step > 0 ? size : -1);
  const int64_t span = step > 0 ? end - first : first - end;
  const int64_t stride = step > 0 ? step : -step;
  return {first, std::max<int64_t>(0, (span + stride - 1) / stride), step};
}

Tensor slice_axis(const Tensor& x, int64_t axis, const Range& range) {
  StridedSliceAttrs attrs;
  for (int64_t before = 0; before < axis; ++before) attrs.add(all);
  attrs.add(range);
  return ops::strided_slice(x, attrs);
}

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  const StridedSliceAttrs& attrs = args.as<StridedSliceAttrs>();
  for (const int64_t step : attrs.step)
    if (step == 0) fail<ValueError>("slice: a step is 0.");
  if (!x.shape.ranked()) return {x};
  if (static_cast<int64_t>(attrs.step.size()) > x.shape.ndim())
    fail<ValueError>("slice: ", attrs.step.size(), " indices for ", x, ".");
  Shape out = x.shape;
  for (size_t i = 0; i < attrs.step.size(); ++i) {
    int64_t& size = out[static_cast<int64_t>(i)];
    if (size != unknown) size = resolve_slice(attrs, i, size).count;
  }
  return {{x.dtype, out, x.device}};
}

/// dy spread out over zeros; along axes that were walked backwards it is turned round first.
Tensors vjp(const VjpArgs& args) {
  const StridedSliceAttrs& attrs = args.as<StridedSliceAttrs>();
  const Shape& shape = args.in[0].shape();
  PadAttrs spread;
  std::vector<int64_t> backwards;
  for (int64_t axis = 0; axis < shape.ndim(); ++axis) {
    const int64_t size = shape[axis];
    AxisSlice part{0, size, 1};
    if (static_cast<size_t>(axis) < attrs.step.size())
      part = resolve_slice(attrs, static_cast<size_t>(axis), size);
    if (part.count == 0) return {Tensor()};
    if (part.step < 0) {
      backwards.push_back(axis);
      part = {part.start + (part.count - 1) * part.step, part.count, -part.step};
    }
    const int64_t last = part.start + (part.count - 1) * part.step;
    spread.low.push_back(part.start);
    spread.interior.push_back(part.step - 1);
    spread.high.push_back(size - 1 - last);
  }
  Tensor dy = args.dout[0];
  if (!backwards.empty()) dy = ops::flip(dy, {.axis = Axes(backwards)});
  return {pad_general(dy, spread)};
}

}  // namespace

constinit const OpDef strided_slice_def{.name = "strided_slice",
                                        .doc = "Slices of the leading axes.",
                                        .inputs = {{"x"}},
                                        .attrs = attrs_of<StridedSliceAttrs>,
                                        .infer = infer,
                                        .vjp = vjp};

namespace ops {

Tensor strided_slice(const Tensor& x, const StridedSliceAttrs& attrs) {
  return apply_one(strided_slice_def, {x}, attrs);
}

}  // namespace ops

}  // namespace cornu
