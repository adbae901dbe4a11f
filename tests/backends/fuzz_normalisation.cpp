#include <algorithm>

#include "framework/ops/def.h"
#include "framework/ops/layer_norm.h"
#include "framework/ops/ops.h"
#include "framework/ops/random_def.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/backends/fuzz.h"

namespace cornu::fuzz {

namespace {

Tensors reference(const OpDef& def, const Tensors& in, const Attrs& attrs) {
  const ForceKernel forced("reference");
  return run_eagerly(def, in, attrs, {}, ~uint64_t{0});
}

/// x, gamma and beta; along any axis, mostly the last.
Sample batch_norm(Dice& dice, DType dtype) {
  Shape shape = random_shape(dice, 1, 4, 12);
  if (dice(0, 4) == 0) shape = {dice(1, 300), dice(1, 140)};
  for (int64_t axis = 0; axis < shape.ndim(); ++axis)
    shape[axis] = std::max<int64_t>(shape[axis], 2);
  int64_t axis = dice.coin() ? -1 : any_axis(dice, shape.ndim());
  if (dice(0, 2) == 0) shape.push_back(16 * dice(1, 3)), axis = -1;
  const Shape channels{shape[axis]};
  const DType wide = statistics_dtype(dtype);
  return {.in = {spoiled(dice, numbers(dice, shape, dtype) + 1), numbers(dice, channels, wide),
                 numbers(dice, channels, wide)},
          .attrs = BatchNormOptions{.axis = axis, .epsilon = 1e-2},
          .terms = count(shape.elements())};
}

/// dy is like x, so that sums of its products do not vanish.
Sample batch_norm_grad(Dice& dice, DType dtype) {
  Sample s = batch_norm(dice, dtype);
  const Tensor x = s.in[0], gamma = s.in[1];
  const Tensors y = reference(batch_norm_def, s.in, s.attrs);
  s.in = {x, gamma, x + numbers(dice, x.shape(), dtype), y[1], y[3]};
  s.unique = as_one;  // of two samples dx is nothing but rounding
  return s;
}

Sample layer_norm(Dice& dice, DType dtype) {
  const Shape outer = dice(0, 9) ? random_shape(dice, 0, 2, 6) : Shape{dice(500, 1200)};
  Shape inner = dice(0, 9) ? random_shape(dice, 1, 2, 20) : Shape{dice(2000, 5000)};
  if (inner.elements() == 2 || inner.elements() == 3) inner = {4};  // which may be too much alike
  const DType wide = statistics_dtype(dtype);
  return {.in = {spoiled(dice, numbers(dice, outer + inner, dtype) * 3 + 4),
                 numbers(dice, inner, wide), numbers(dice, inner, wide)},
          .attrs = LayerNormAttrs{inner.ndim(), 1e-3},
          .terms = count(outer.elements() * inner.elements() + 1),
          .most = 8};
}

Sample layer_norm_grad(Dice& dice, DType dtype) {
  Sample s = layer_norm(dice, dtype);
  const Tensor x = s.in[0], gamma = s.in[1];
  const Shape outer = x.shape().sub(0, x.ndim() - gamma.ndim());
  const DType wide = statistics_dtype(dtype);
  s.in = {x, gamma, numbers(dice, x.shape(), dtype), numbers(dice, outer, wide),
          numbers(dice, outer, wide) + 1.5};
  return s;
}

/// Over any axes, of numbers of the sizes of logits; now and then infinities and NaN.
Sample softmax(Dice& dice, DType dtype) {
  const Shape shape = dice(0, 5) ? random_shape(dice, 1, 4, 20) : Shape{dice(1, 40), dice(1, 700)};
  SoftmaxOptions options;
  const int64_t kind = dice(0, 3);
  if (kind == 0) options.axis = any_axis(dice, shape.ndim());
  if (kind == 1) options.axis = Axes();
  if (kind == 2)
    if (const std::vector<int64_t> axes = any_axes(dice, shape.ndim()); !axes.empty())
      options.axis = Axes(axes);
  const Tensor x = numbers(dice, shape, dtype) * 20;
  return {.in = {spoiled(dice, x)}, .attrs = options, .terms = count(shape.elements() + 1)};
}

Sample softmax_cross_entropy(Dice& dice, DType dtype) {
  const Shape rows = random_shape(dice, 0, 2, 12);
  const int64_t classes = dice(1, 300);
  return {.in = {numbers(dice, rows + Shape{classes}, dtype) * 30,
                 indices(dice, rows, 0, std::min<int64_t>(classes, 120) - 1)},
          .terms = 9,
          .unique = beside_one};
}

Sample softmax_cross_entropy_grad(Dice& dice, DType dtype) {
  Sample s = softmax_cross_entropy(dice, dtype);
  s.in.push_back(numbers(dice, s.in[1].shape(), dtype));
  return s;
}

Sample dropout(Dice& dice, DType dtype) {
  const double rates[] = {0, 0.3, 0.5, 0.9, 1};
  return {.in = {numbers(dice, any_shape(dice), dtype), anything(dice, {2}, DType::u32)},
          .attrs = DropoutAttrs{rates[dice(0, 4)]},
          .most = 2};
}

Sample dropout_grad(Dice& dice, DType dtype) {
  Sample s = dropout(dice, dtype);
  s.in[1] = anything(dice, {(s.in[0].size() + 7) / 8}, DType::u8);
  return s;
}

}  // namespace

std::vector<Generator> normalisation_calls() {
  return {{"batch_norm", batch_norm, 300},
          {"batch_norm_grad", batch_norm_grad, 300},
          {"dropout", dropout},
          {"dropout_grad", dropout_grad},
          {"layer_norm", layer_norm, 200},
          {"layer_norm_grad", layer_norm_grad, 200},
          {"log_softmax", softmax, 200},
          {"softmax", softmax, 300},
          {"softmax_cross_entropy", softmax_cross_entropy, 200},
          {"softmax_cross_entropy_grad", softmax_cross_entropy_grad, 200}};
}

}  // namespace cornu::fuzz
