#include "framework/ops/conv_shapes.h"
#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "tests/backends/fuzz.h"

namespace cornu::fuzz {

namespace {

Sample matmul(Dice& dice, DType dtype) {
  const bool large = dice(0, 11) == 0;
  const auto size = [&] {
    if (large) return dice(60, 260);
    return dice(0, 11) ? dice(1, 40) : dice(0, 1);
  };
  const int64_t rows = size(), columns = size(), inner = size();
  MatmulAttrs attrs{.transpose_a = dice.coin(), .transpose_b = dice.coin()};
  if (dice(0, 3) == 0) attrs.activation = "relu";
  const Shape batch = large ? Shape{} : random_shape(dice, 0, 3, 4);
  const Shape a = broadcastable(dice, batch) +
                  (attrs.transpose_a ? Shape{inner, rows} : Shape{rows, inner}),
              b = broadcastable(dice, batch) +
                  (attrs.transpose_b ? Shape{columns, inner} : Shape{inner, columns});
  Sample s{.in = {spoiled(dice, numbers(dice, a, dtype)), numbers(dice, b, dtype)},
           .attrs = attrs,
           .terms = count(inner + 1)};
  if (dice(0, 2) == 0) s.in.push_back(numbers(dice, {columns}, dtype));
  return s;
}

struct Convolution {
  Shape x, kernel, y;
  ConvAttrs attrs;
};

/// One to three spatial axes; strides, dilations, groups (as many as channels, too), padding as
/// given or Keras's "same"; no samples at all.
Convolution convolution(Dice& dice) {
  const int64_t axes = dice(1, 3), groups = dice(0, 2) == 0 ? dice(2, 6) : 1;
  constexpr int64_t widths[] = {1, 2, 3, 4, 5, 8, 12, 16, 17, 32, 33};
  const int64_t in = dice(0, 2) ? widths[dice(0, groups > 1 ? 3 : 8)] : 1,
                out = dice(0, 15) ? widths[dice(0, groups > 1 ? 5 : 10)] : 140 / groups;
  const bool same = dice(0, 4) == 0;
  Convolution c{{dice(0, 15) ? dice(1, 3) : 0}, {}, {}, {.groups = groups}};
  for (int64_t i = 0; i < axes; ++i) {
    const Window window{dice(1, axes == 3 ? 3 : 5), dice(1, 3), dice(0, 2) ? 1 : dice(2, 3)};
    const int64_t more = dice(0, axes == 1 ? (dice(0, 4) ? 20 : 120) : 6);
    c.x.push_back(same ? 1 + more : window.extent() + more);
    c.kernel.push_back(window.size);
    c.attrs.strides.push_back(window.stride);
    c.attrs.dilations.push_back(window.dilation);
    if (!same)
      c.attrs.padding.insert(c.attrs.padding.end(),
                             {dice(0, window.size - 1), dice(0, window.size)});
  }
  c.x.push_back(groups * in);
  c.kernel.push_back(in);
  c.kernel.push_back(groups * out);
  const Spec specs[] = {{DType::f32, c.x}, {DType::f32, c.kernel}};
  c.y = conv_def.infer({conv_def, specs, c.attrs, {}})[0].shape;
  return c;
}

/// Of a sum for each of `results` elements.
double terms(const Shape& shape, int64_t results) {
  return 1 + count(shape.elements()) / count(results);
}

Sample conv(Dice& dice, DType dtype) {
  const Convolution c = convolution(dice);
  Sample s{.in = {numbers(dice, c.x, dtype), numbers(dice, c.kernel, dtype)},
           .terms = terms(c.kernel, c.y[-1])};
  ConvAttrs attrs = c.attrs;
  if (dice(0, 3) == 0) attrs.activation = "relu";
  if (dice(0, 2) == 0) s.in.push_back(numbers(dice, {c.y[-1]}, dtype));
  s.attrs = attrs;
  return s;
}

Sample conv_backward_data(Dice& dice, DType dtype) {
  Convolution c = convolution(dice);
  c.attrs.sizes = spatial_sizes(c.x);
  return {.in = {numbers(dice, c.y, dtype), numbers(dice, c.kernel, dtype)},
          .attrs = c.attrs,
          .terms = terms(c.kernel, c.kernel[-2])};
}

Sample conv_backward_weights(Dice& dice, DType dtype) {
  Convolution c = convolution(dice);
  c.attrs.sizes = kernel_sizes(c.kernel);
  return {.in = {numbers(dice, c.x, dtype), numbers(dice, c.y, dtype)},
          .attrs = c.attrs,
          .terms = terms(c.y, c.y[-1])};
}

}  // namespace

std::vector<Generator> product_calls() {
  return {{"conv", conv, 450},
          {"conv_backward_data", conv_backward_data, 450},
          {"conv_backward_weights", conv_backward_weights, 450},
          {"matmul", matmul, 600}};
}

}  // namespace cornu::fuzz
