#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/fft.h"
#include "framework/ops/fft_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/pad.h"
#include "framework/ops/public.h"
#include "framework/ops/strided_slice.h"
#include "framework/runtime/apply.h"

namespace cornu {

Tensor resized(const Tensor& x, int64_t size) {
  const int64_t last = x.ndim() - 1, given = x.shape()[last];
  if (given >= size) return given == size ? x : slice_axis(x, last, Range(0, size));
  const std::vector<int64_t> none(static_cast<size_t>(x.ndim()), 0);
  PadAttrs attrs{none, none, none};
  attrs.high.back() = size - given;
  return pad_general(x, attrs);
}

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  Spec both = complex_spec("irfft", args.in[0], args.in[1]);
  if (!both.shape.ranked()) return {both};
  int64_t& size = both.shape[normalize_axis("irfft", -1, both.shape.ndim())];
  const int64_t length = args.as<RealFftAttrs>().length;
  if (length == unknown && (size == 0 || size == 1))
    fail<ValueError>("irfft: ", args.in[0], " leaves no elements of the result.\n  hint: give ",
                     "fft_length.");
  size = length != unknown || size == unknown ? length : 2 * (size - 1);
  return {both};
}

Tensors vjp(const VjpArgs& args) {
  RealFftAttrs attrs = args.as<RealFftAttrs>();
  attrs.length = args.out[0].shape()[-1];
  Tensors dx = apply(rfft_def, {args.dout[0]}, attrs);
  const Tensor weights = mirrored_weights(attrs.length, dx[0]);
  for (Tensor& part : dx) part = resized(part * weights, args.in[0].shape()[-1]);
  return dx;
}

}  // namespace

constinit const OpDef irfft_def{.name = "irfft",
                                .doc = "The real numbers that have that half of a transform.",
                                .inputs = {{"real", kTransformed}, {"imaginary", kTransformed}},
                                .attrs = attrs_of<RealFftAttrs>,
                                .infer = infer,
                                .vjp = vjp,
                                .kernel_family = "fft"};

Tensor ops::irfft(const OperandList& x, const IrfftOptions& options) {
  if (x.any_symbolic()) return record_symbolic_call(public_op("irfft"), {{x}, {}}, options)[0];
  check_length("irfft", options.fft_length);
  return apply_one(irfft_def, complex_parts("irfft", x),
                   RealFftAttrs{options.fft_length.value_or(unknown), true});
}

}  // namespace cornu
