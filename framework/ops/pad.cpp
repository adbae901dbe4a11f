#include "framework/ops/pad.h"

#include <algorithm>

#include "framework/ops/cast.h"
#include "framework/ops/concatenate.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/deferred.h"
#include "framework/ops/flip.h"
#include "framework/ops/public.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  const PadAttrs& attrs = args.as<PadAttrs>();
  if (!x.shape.ranked()) return {x};
  const auto axes = static_cast<int64_t>(attrs.low.size());
  if (axes != x.shape.ndim())
    fail<ShapeError>("pad: ", axes, " pairs for ", x, ".\n  hint: one pair for each axis.");
  Shape out = x.shape;
  for (size_t i = 0; i < attrs.low.size(); ++i) {
    int64_t& size = out[static_cast<int64_t>(i)];
    if (attrs.low[i] < 0 || attrs.high[i] < 0 || attrs.interior[i] < 0)
      fail<ValueError>("pad: axis ", i, " is padded by a negative number of elements.");
    if (size != unknown)
      size += attrs.low[i] + attrs.high[i] + std::max<int64_t>(0, size - 1) * attrs.interior[i];
  }
  return {{x.dtype, out, x.device}};
}

Tensors vjp(const VjpArgs& args) {
  const PadAttrs& attrs = args.as<PadAttrs>();
  const Shape& shape = args.in[0].shape();
  StridedSliceAttrs slices;
  for (size_t i = 0; i < attrs.low.size(); ++i) {
    const int64_t size = shape[static_cast<int64_t>(i)], step = attrs.interior[i] + 1;
    slices.add(
        {attrs.low[i], attrs.low[i] + std::max<int64_t>(0, size - 1) * step + (size > 0), step});
  }
  return {ops::strided_slice(args.dout[0], slices)};
}

/// One axis mirrored: `edge` 1 leaves the border element out (reflect), 0 repeats it (symmetric).
Tensor mirror(const Tensor& x, int64_t axis, int64_t before, int64_t after, int64_t edge) {
  const int64_t size = x.shape()[axis];
  if (size != unknown && std::max(before, after) > size - edge)
    fail<ValueError>("pad: axis ", axis, " of ", x.spec(), " is too short to be mirrored by ",
                     std::max(before, after), " elements.");
  const auto turned = [&](Range range) {
    return ops::flip(slice_axis(x, axis, range), {.axis = Axes(axis)});
  };
  Tensors parts;
  if (before > 0) parts.push_back(turned({edge, edge + before}));
  parts.push_back(x);
  if (after > 0) {
    Range last(-edge - after, -edge);
    last.has_stop = edge > 0;
    parts.push_back(turned(last));
  }
  return ops::concatenate(parts, {.axis = axis});
}

}  // namespace

constinit const OpDef pad_def{.name = "pad",
                              .doc = "A constant added before, after and between elements.",
                              .inputs = {{"x"}},
                              .attrs = attrs_of<PadAttrs>,
                              .infer = infer,
                              .vjp = vjp};

Tensor pad_general(const Tensor& x, const PadAttrs& attrs) {
  const auto none = [](const std::vector<int64_t>& widths) {
    return std::all_of(widths.begin(), widths.end(), [](int64_t width) { return width == 0; });
  };
  if (none(attrs.low) && none(attrs.high) && none(attrs.interior))
    return x.with_mask(Tensor()).with_logits(Tensor());
  return apply_one(pad_def, {x}, attrs);
}

namespace ops {

Tensor pad(const Operand& x, const PadOptions& options,
           const std::optional<Operand>& constant_values) {
  if (x.is_symbolic())
    return record_symbolic_call(public_op("pad"), {{x}, {{"constant_values", constant_values}}},
                                options)[0];
  Tensor y = x.tensor();
  if (constant_values && options.mode != PadMode::constant)
    fail<ValueError>("pad: constant_values is given, but mode is ", quote(options.mode.text()),
                     ".");
  if (any_unranked(x))
    return constant_values ? defer("pad", {x, *constant_values}, options, y.dtype())
                           : defer("pad", {x}, options, y.dtype());
  std::vector<std::pair<int64_t, int64_t>> widths = options.pad_width;
  if (widths.size() == 1) widths.resize(static_cast<size_t>(y.ndim()), widths[0]);
  PadAttrs attrs;
  for (const auto& [before, after] : widths) {
    attrs.low.push_back(before);
    attrs.high.push_back(after);
    attrs.interior.push_back(0);
  }
  if (options.mode == PadMode::constant) {
    if (constant_values && constant_values->is_number()) attrs.value = constant_values->real();
    const Tensor padded = apply_one(pad_def, {y}, attrs);
    if (!constant_values || constant_values->is_number()) return padded;
    const Tensor inside = apply_one(pad_def, {ones_like(cast(y, DType::boolean))}, attrs);
    return where(inside, padded, constant_values->as(y.dtype()));
  }
  infer({pad_def, std::array{y.spec()}, attrs, {}});  // for its errors
  for (int64_t axis = 0; axis < y.ndim(); ++axis) {
    const auto [before, after] = widths[static_cast<size_t>(axis)];
    if (before > 0 || after > 0)
      y = mirror(y, axis, before, after, options.mode == PadMode::reflect);
  }
  return y;
}

}  // namespace ops

}  // namespace cornu
