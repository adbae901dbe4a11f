#include "framework/ops/ctc_decode.h"
#include "framework/ops/ctc_loss.h"
#include "framework/ops/cumsum.h"
#include "framework/ops/def.h"
#include "framework/ops/dot_product_attention.h"
#include "framework/ops/fft.h"
#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/backends/fuzz.h"

namespace cornu::fuzz {

namespace {

/// Now and then longer than one block of queries or keys, or wider than a product's columns; heads
/// that share keys; a bias and a mask that broadcast.
Sample attention(Dice& dice, DType dtype) {
  const auto length = [&] { return dice(0, 3) ? dice(1, 9) : dice(90, 270); };
  const int64_t batch = dice(1, 2), queries = length(), keys = length(), key_heads = dice(1, 2),
                heads = key_heads * dice(1, 3), size = dice(0, 5) ? dice(1, 9) : dice(120, 140),
                width = dice.coin() ? size : dice(1, 9);
  const AttentionAttrs attrs{
      .scale = 0.5, .is_causal = dice.coin(), .bias = dice.coin(), .mask = dice.coin()};
  Sample s{.in = {numbers(dice, {batch, queries, heads, size}, dtype) * 2,
                  numbers(dice, {batch, keys, key_heads, size}, dtype) * 2,
                  numbers(dice, {batch, keys, key_heads, width}, dtype)},
           .attrs = attrs,
           .terms = count(keys * size + 1)};
  const auto extra = [&] {
    Shape shape{batch, heads, queries, keys};
    for (int64_t axis = 0; axis < 4; ++axis)
      if (dice.coin()) shape[axis] = 1;
    return dice.coin() ? shape : shape.sub(dice(1, 3));
  };
  if (attrs.bias) s.in.push_back(numbers(dice, extra(), dtype));
  if (attrs.mask) s.in.push_back(numbers(dice, extra(), DType::f32) > 0);
  return s;
}

Sample attention_grad(Dice& dice, DType dtype) {
  Sample s = attention(dice, dtype);
  const ForceKernel forced("reference");
  const Tensors out = run_eagerly(dot_product_attention_def, s.in, s.attrs, {}, ~uint64_t{0});
  s.in.insert(s.in.begin() + 3, {out[0], numbers(dice, out[0].shape(), dtype), out[1]});
  s.terms += count(s.in[0].shape()[1] * s.in[0].shape()[3]);
  s.most = 16;
  s.unique = as_one;  // where only one key is seen the first two are nothing but rounding
  return s;
}

Sample ctc_loss(Dice& dice, DType dtype) {
  const int64_t batch = dice(1, 3), frames = dice(1, 40), classes = dice(2, 20), most = dice(1, 12);
  constexpr double kSumsOfLogarithms = 4e6;  // down to a thousand below zero
  return {.in = {numbers(dice, {batch, frames, classes}, dtype) * 5,
                 integers(dice, {batch, most}, DType::i32, 0, classes - 1),
                 integers(dice, {batch}, DType::i32, 0, most),
                 integers(dice, {batch}, DType::i32, 0, frames)},
          .attrs = CTCLossOptions{dice(-classes, classes - 1)},
          .terms = kSumsOfLogarithms};
}

Sample ctc_loss_grad(Dice& dice, DType dtype) {
  Sample s = ctc_loss(dice, dtype);
  s.in.push_back(numbers(dice, s.in[2].shape(), dtype));
  s.unique = beside_one;
  return s;
}

Sample ctc_beam_search(Dice& dice, DType dtype) {
  const int64_t batch = dice(1, 3), frames = dice(1, 12), classes = dice(2, 6), width = dice(1, 12);
  const Tensor logits = numbers(dice, {batch, frames, classes}, dtype) * dice(1, 4);
  return {.in = {ops::log_softmax(logits), integers(dice, {batch}, DType::i32, 0, frames)},
          .attrs = BeamSearchAttrs{width, dice(1, width), dice(0, classes - 1)},
          .terms = 20};
}

Sample cumulative(Dice& dice, DType dtype) {
  const Shape shape = any_shape(dice, 1);
  const CumulativeAttrs attrs{any_axis(dice, shape.ndim()), dice.coin()};
  const Tensor x = numbers(dice, shape, dtype);
  return {.in = {is_floating(dtype) ? spoiled(dice, ops::abs(x)) : x},
          .attrs = attrs,
          .terms = count(shape[attrs.axis] + 1)};
}

Sample cumprod(Dice& dice, DType dtype) {
  Sample s = cumulative(dice, dtype);
  if (!is_floating(dtype)) s.in = {integers(dice, s.in[0].shape(), dtype, -1, 1)};
  return s;
}

Sample linear_recurrence(Dice& dice, DType dtype) {
  Sample s = cumulative(dice, dtype);
  s.in.insert(s.in.begin(), numbers(dice, s.in[0].shape(), dtype) / 2);
  return s;
}

/// Sizes of few and of many factors, small and large primes among them; now and then long.
int64_t line(Dice& dice) {
  if (dice(0, 4) > 0) return dice(1, 70);
  constexpr int64_t sizes[] = {64,  128, 101, 208, 210, 240, 243,  256,  300,  364,  384,  462, 480,
                               512, 625, 729, 768, 800, 997, 1000, 1001, 1024, 1331, 1536, 2048};
  return sizes[dice(0, std::size(sizes) - 1)];
}

Shape lines(Dice& dice, int64_t axis, int64_t size) {
  Shape shape{dice(0, 15) ? dice(1, 20) : 0, dice(1, 3), dice(1, 40)};
  if (size > 100) shape = {dice(1, 3), dice(1, 3), dice(1, 3)};
  shape[axis] = size;
  return shape;
}

Sample fft(Dice& dice, DType dtype) {
  const int64_t axis = any_axis(dice, 3);
  const Shape shape = lines(dice, axis, line(dice));
  return {.in = {numbers(dice, shape, dtype), numbers(dice, shape, dtype)},
          .attrs = FftAttrs{axis, dice.coin(), dice.coin()},
          .most = 6};
}

Sample rfft(Dice& dice, DType dtype) {
  const int64_t size = line(dice);
  RealFftAttrs attrs{unknown, dice.coin()};
  if (size < 2 || dice.coin()) attrs.length = dice.coin() ? line(dice) : size + dice(0, 3);
  return {.in = {numbers(dice, lines(dice, 2, size), dtype)}, .attrs = attrs, .most = 6};
}

Sample irfft(Dice& dice, DType dtype) {
  const int64_t size = line(dice);
  RealFftAttrs attrs{unknown, dice.coin()};
  if (size < 2 || dice.coin()) attrs.length = dice.coin() ? line(dice) : 2 * size - dice(1, 2) + 1;
  const Shape shape = lines(dice, 2, size);
  return {
      .in = {numbers(dice, shape, dtype), numbers(dice, shape, dtype)}, .attrs = attrs, .most = 6};
}

}  // namespace

std::vector<Generator> sequence_calls() {
  return {{"ctc_beam_search", ctc_beam_search, 300},
          {"ctc_loss", ctc_loss, 300},
          {"ctc_loss_grad", ctc_loss_grad, 300},
          {"cumprod", cumprod, 200},
          {"cumsum", cumulative, 200},
          {"dot_product_attention", attention, 200},
          {"dot_product_attention_grad", attention_grad, 120},
          {"fft", fft, 200},
          {"irfft", irfft, 200},
          {"linear_recurrence", linear_recurrence, 200},
          {"rfft", rfft, 200}};
}

}  // namespace cornu::fuzz
