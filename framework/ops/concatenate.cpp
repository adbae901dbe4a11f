#include "framework/ops/concatenate.h"

#include "framework/ops/def.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/public.h"
#include "framework/ops/strided_slice.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

[[noreturn]] void fail_sizes(const Spec& first, size_t i, const Spec& other, int64_t axis) {
  fail<ShapeError>("concatenate: shapes differ beside axis ", axis, ": tensor 0 is ", first,
                   ", tensor ", i, " is ", other, ".");
}

std::vector<Spec> infer(const InferArgs& args) {
  if (args.in.empty()) fail<ValueError>("concatenate: the list of tensors is empty.");
  const Spec& first = args.in[0];
  Shape out = Shape::unranked();
  int64_t axis = args.as<ConcatenateOptions>().axis, total = 0;
  for (size_t i = 0; i < args.in.size(); ++i) {
    const Spec& x = args.in[i];
    CORNU_CHECK(x.dtype == first.dtype, "concatenate of ", first, " and ", x);
    if (!x.shape.ranked()) {
      total = unknown;
      continue;
    }
    if (!out.ranked()) {
      out = x.shape;
      axis = normalize_axis("concatenate", axis, out.ndim());
    }
    if (x.shape.ndim() != out.ndim()) fail_sizes(first, i, x, axis);
    for (int64_t other = 0; other < out.ndim(); ++other) {
      if (other == axis || x.shape[other] == out[other] || x.shape[other] == unknown) continue;
      if (out[other] != unknown) fail_sizes(first, i, x, axis);
      out[other] = x.shape[other];
    }
    total = total == unknown || x.shape[axis] == unknown ? unknown : total + x.shape[axis];
  }
  if (out.ranked()) out[axis] = total;
  return {{first.dtype, out, first.device}};
}

Tensors vjp(const VjpArgs& args) {
  const int64_t axis =
      normalize_axis("concatenate", args.as<ConcatenateOptions>().axis, args.out[0].ndim());
  Tensors gradients(args.in.size());
  int64_t start = 0;
  for (size_t i = 0; i < args.in.size(); ++i) {
    const int64_t size = args.in[i].shape()[axis];
    if (args.wanted[i]) gradients[i] = slice_axis(args.dout[0], axis, {start, start + size});
    start += size;
  }
  return gradients;
}

}  // namespace

constinit const OpDef concatenate_def{.name = "concatenate",
                                      .doc = "Tensors one after the other along an axis.",
                                      .inputs = {{"xs"}},
                                      .variadic = true,
                                      .attrs = attrs_of<ConcatenateOptions>,
                                      .infer = infer,
                                      .vjp = vjp};

namespace ops {

Tensor concatenate(const OperandList& xs, const ConcatenateOptions& options) {
  if (xs.any_symbolic()) return record_symbolic("concatenate", {xs}, options);
  return apply_one(concatenate_def, xs.promoted(), options);
}

Tensor stack(const OperandList& x, const StackOptions& options) {
  if (x.any_symbolic()) return record_symbolic("stack", {x}, options);
  Tensors parts = x.promoted();
  for (Tensor& part : parts) part = expand_dims(part, {.axis = Axes(options.axis)});
  return concatenate(parts, {.axis = options.axis});
}

}  // namespace ops

}  // namespace cornu
