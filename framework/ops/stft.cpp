#include "framework/ops/stft.h"

#include "framework/ops/elementwise_ops.h"
#include "framework/ops/extract_sequences.h"
#include "framework/ops/fft.h"
#include "framework/ops/fft_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/pad.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/repeat.h"
#include "framework/ops/reshape.h"
#include "framework/ops/strided_slice.h"

namespace cornu {

namespace {

template <class Options>
void check(std::string_view op, const Options& options, const Tensor& x, int64_t axes) {
  check_sequences(op, {options.sequence_length, options.sequence_stride});
  if (options.fft_length < options.sequence_length)
    fail<ValueError>(op, ": fft_length is ", options.fft_length,
                     "; it must be at least sequence_length, ", options.sequence_length, ".");
  if (!(kTransformed & bit(x.dtype())))
    fail<DTypeError>(op, ": x is ", x.spec(), "; it must be f32 or f64.");
  if (!x.shape().ranked() || x.ndim() < axes)
    fail<ShapeError>(op, ": x must have at least ", axes, axes == 1 ? " axis" : " axes", ", not ",
                     x.spec(), ".");
}

void check_in_file(std::string_view op, const SequenceWindow& window) {
  if (window.has_values())
    fail<ValueError>(op, ": a window of given elements cannot be in a functional model's file.",
                     "\n  hint: name the window, or call it in a layer.");
}

Tensor mirrored(const Tensor& x, int64_t width) {
  PadOptions options{.mode = PadMode::reflect};
  options.pad_width.resize(static_cast<size_t>(x.ndim()));
  options.pad_width.back() = {width, width};
  return ops::pad(x, options);
}

/// The window divided by the sum of the squares of all that overlap at each place.
Tensor inverse_window(const Tensor& window, int64_t stride) {
  const int64_t size = window.size(), times = (size + stride - 1) / stride;
  const Tensor squares = pad_general(ops::square(window), {{0}, {times * stride - size}, {0}});
  const Tensor sums = ops::sum(ops::reshape(squares, {.newshape = {times, stride}}), {.axis = 0});
  return window / slice_axis(ops::tile(sums, {.repeats = times}), 0, Range(0, size));
}

}  // namespace

namespace ops {

Tensors stft(const Operand& operand, const StftOptions& options) {
  if (operand.is_symbolic()) {
    check_in_file("stft", options.window);
    return record_symbolic_call(public_op("stft"), {{operand}, {}}, options);
  }
  Tensor x = operand.tensor();
  check("stft", options, x, 1);
  const Tensor window =
      options.window.values("stft", options.sequence_length, options.fft_length, x.spec());
  if (options.center && options.fft_length > 1) x = mirrored(x, options.fft_length / 2);
  Tensor sequences = extract_sequences(
      x, {.sequence_length = options.fft_length, .sequence_stride = options.sequence_stride});
  if (window.defined()) sequences = sequences * window;
  return rfft(sequences, {.fft_length = options.fft_length});
}

Tensor istft(const OperandList& x, const IstftOptions& options) {
  if (x.any_symbolic()) {
    check_in_file("istft", options.window);
    return record_symbolic_call(public_op("istft"), {{x}, {}}, options)[0];
  }
  const Tensors parts = complex_parts("istft", x);
  check("istft", options, parts[0], 2);
  const Tensor window =
      options.window.values("istft", options.sequence_length, options.fft_length, parts[0].spec());
  Tensor sequences = irfft(parts, {.fft_length = options.fft_length});
  if (window.defined()) sequences = sequences * inverse_window(window, options.sequence_stride);
  const Tensor y = overlapped(sequences, options.sequence_stride);
  const int64_t start = options.center ? options.fft_length / 2 : 0;
  const int64_t stop = options.length ? start + *options.length : y.shape()[-1] - start;
  return slice_axis(y, y.ndim() - 1, Range(start, std::max(start, stop)));
}

}  // namespace ops

}  // namespace cornu
