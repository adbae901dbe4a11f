#include "framework/ops/fft.h"

#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/fft_def.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

Tensors complex_parts(std::string_view op, const OperandList& x) {
  if (x.size() != 2)
    fail<ValueError>(op, ": x has ", x.size(), " tensors; it must be {real, imaginary}.");
  return {x[0].tensor(), x[1].tensor()};
}

Spec complex_spec(std::string_view op, const Spec& real, const Spec& imaginary) {
  if (real.dtype != imaginary.dtype)
    fail<DTypeError>(op, ": the real part is ", real, ", the imaginary part ", imaginary,
                     "; their element types must be the same.");
  if (!real.shape.ranked()) return imaginary;
  Spec both = real;
  bool same = !imaginary.shape.ranked() || imaginary.shape.ndim() == real.shape.ndim();
  if (same && imaginary.shape.ranked())
    for (int64_t axis = 0; axis < real.shape.ndim(); ++axis) {
      int64_t& size = both.shape[axis];
      if (size == unknown) size = imaginary.shape[axis];
      same = same && (imaginary.shape[axis] == unknown || imaginary.shape[axis] == size);
    }
  if (!same)
    fail<ShapeError>(op, ": the real part ", real, " and the imaginary part ", imaginary,
                     " have different shapes.");
  return both;
}

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec both = complex_spec("fft", args.in[0], args.in[1]);
  if (both.shape.ranked()) normalize_axis("fft", args.as<FftAttrs>().axis, both.shape.ndim());
  return {both, both};
}

/// The map is symmetric: its transpose takes complex conjugates, there and back.
Tensors vjp(const VjpArgs& args) {
  FftAttrs attrs = args.as<FftAttrs>();
  attrs.inverse = !attrs.inverse;
  return apply(fft_def, both_gradients(args), attrs);
}

Tensors along(const Tensors& x, int64_t axis, bool inverse) {
  return apply(fft_def, x, FftAttrs{.axis = axis, .inverse = inverse, .normalized = inverse});
}

/// Along the last two axes of {real, imaginary}.
Tensors along_two(std::string_view op, const OperandList& x, bool inverse) {
  const Tensors parts = complex_parts(op, x);
  const Shape& shape = parts[0].shape();
  if (shape.ranked() && shape.ndim() < 2)
    fail<ShapeError>(op, ": x must have at least 2 axes, not ", parts[0].spec(), ".");
  return along(along(parts, -1, inverse), -2, inverse);
}

}  // namespace

Tensors both_gradients(const VjpArgs& args) {
  const auto part = [&](size_t i) {
    return args.dout[i].defined() ? args.dout[i] : zeros_like(args.out[i]);
  };
  return {part(0), part(1)};
}

constinit const OpDef fft_def{.name = "fft",
                              .doc = "The discrete Fourier transform along an axis.",
                              .inputs = {{"real", kTransformed}, {"imaginary", kTransformed}},
                              .outputs = {{"real"}, {"imaginary"}},
                              .attrs = attrs_of<FftAttrs>,
                              .infer = infer,
                              .vjp = vjp,
                              .kernel_family = "fft"};

namespace ops {

Tensors fft(const OperandList& x) {
  if (x.any_symbolic()) return record_symbolic_call(public_op("fft"), {{x}, {}}, {});
  return along(complex_parts("fft", x), -1, false);
}

Tensors fft2(const OperandList& x) {
  if (x.any_symbolic()) return record_symbolic_call(public_op("fft2"), {{x}, {}}, {});
  return along_two("fft2", x, false);
}

Tensors ifft2(const OperandList& x) {
  if (x.any_symbolic()) return record_symbolic_call(public_op("ifft2"), {{x}, {}}, {});
  return along_two("ifft2", x, true);
}

}  // namespace ops

}  // namespace cornu
