#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/fft.h"
#include "framework/ops/fft_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

void check_length(std::string_view op, const std::optional<int64_t>& length) {
  if (length && *length < 1)
    fail<ValueError>(op, ": fft_length is ", *length, "; it must be at least 1.");
}

Tensor mirrored_weights(int64_t length, const Tensor& like) {
  std::vector<double> weights(static_cast<size_t>(length / 2 + 1), 2);
  weights.front() = 1;
  if (length % 2 == 0) weights.back() = 1;
  const Tensor wide = from_buffer(weights.data(), {static_cast<int64_t>(weights.size())},
                                  DType::f64, like.spec().device);
  return ops::cast(wide, like.dtype());
}

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  Spec x = args.in[0];
  if (!x.shape.ranked()) return {x, x};
  int64_t& size = x.shape[normalize_axis("rfft", -1, x.shape.ndim())];
  const int64_t length = args.as<RealFftAttrs>().length;
  if (length != unknown) size = length;
  if (size > 0) size = size / 2 + 1;  // nothing stays nothing
  return {x, x};
}

/// The transpose of irfft is rfft but for numbers that stand for two.
Tensors vjp(const VjpArgs& args) {
  RealFftAttrs attrs = args.as<RealFftAttrs>();
  const int64_t size = args.in[0].shape()[-1];
  if (attrs.length == unknown) attrs.length = size;
  if (size == 0) return {zeros_like(args.in[0])};
  Tensors dy = both_gradients(args);
  const Tensor weights = mirrored_weights(attrs.length, dy[0]);
  for (Tensor& part : dy) part = part / weights;
  return {resized(apply_one(irfft_def, dy, attrs), size)};
}

}  // namespace

constinit const OpDef rfft_def{.name = "rfft",
                               .doc = "The discrete Fourier transform of real numbers, half of it.",
                               .inputs = {{"x", kTransformed}},
                               .outputs = {{"real"}, {"imaginary"}},
                               .attrs = attrs_of<RealFftAttrs>,
                               .infer = infer,
                               .vjp = vjp,
                               .kernel_family = "fft"};

Tensors ops::rfft(const Operand& x, const RfftOptions& options) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("rfft"), {{x}, {}}, options);
  check_length("rfft", options.fft_length);
  return apply(rfft_def, {x.tensor()}, RealFftAttrs{options.fft_length.value_or(unknown)});
}

}  // namespace cornu
