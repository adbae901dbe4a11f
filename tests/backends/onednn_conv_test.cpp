#include <gtest/gtest.h>

#include <cmath>

#include "framework/ops/conv_shapes.h"
#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

struct Sample {
  Shape x, kernel, y;
  ConvAttrs attrs;
  std::string text() const {
    return concat("x ", x, ", kernel ", kernel, ", ", Attrs(attrs).text());
  }
};

Sample random_sample(Dice& dice) {
  const int64_t axes = dice(1, 3);
  const int64_t groups = dice(0, 3) == 0 ? dice(2, 4) : 1;
  constexpr int64_t widths[] = {1, 2, 3, 4, 5, 8, 12, 16, 17, 32};
  const int64_t in = groups * widths[dice(0, 7)],
                out = groups * widths[dice(0, groups > 1 ? 6 : 9)];
  Sample s{{dice(1, 3)}, {}, {}, {.groups = groups}};
  for (int64_t i = 0; i < axes; ++i) {
    const Window window{dice(1, axes == 3 ? 3 : 5), dice(1, 3), dice(0, 3) == 0 ? 2 : 1};
    const int64_t before = dice(0, window.size - 1), after = dice(0, window.size - 1);
    s.x.push_back(window.extent() + dice(0, axes == 1 ? 20 : 6));
    s.kernel.push_back(window.size);
    s.attrs.strides.push_back(window.stride);
    s.attrs.dilations.push_back(window.dilation);
    s.attrs.padding.insert(s.attrs.padding.end(), {before, after});
  }
  s.x.push_back(in);
  s.kernel.push_back(in / groups);
  s.kernel.push_back(out);
  const Spec specs[] = {{DType::f32, s.x}, {DType::f32, s.kernel}};
  s.y = conv_def.infer({conv_def, specs, s.attrs, {}})[0].shape;
  return s;
}

double terms_of(const Shape& shape, int64_t divisor) {
  return static_cast<double>(shape.elements()) / static_cast<double>(divisor);
}

/// Every convolution of a sample, forward with and without what is fused behind it.
void compare(const Sample& s, DType dtype, int& taken) {
  const Tensor x = arbitrary(s.x, dtype), kernel = arbitrary(s.kernel, dtype, 1),
               dy = arbitrary(s.y, dtype, 2), bias = arbitrary({s.y[-1]}, dtype, 3);
  const auto check = [&](const OpDef& def, const Tensors& in, const ConvAttrs& attrs,
                         double terms) {
    if (!why_declined("onednn", def, in, attrs).empty()) return;
    ++taken;
    EXPECT_LT(kernel_error("onednn", def, in, attrs, terms), 4) << def.name << ": " << s.text();
  };
  ConvAttrs attrs = s.attrs;
  check(conv_def, {x, kernel}, attrs, terms_of(s.kernel, s.y[-1]));
  attrs.activation = "relu";
  check(conv_def, {x, kernel, bias}, attrs, terms_of(s.kernel, s.y[-1]));
  attrs = s.attrs;
  attrs.sizes = spatial_sizes(s.x);
  check(conv_backward_data_def, {dy, kernel}, attrs, terms_of(s.kernel, s.kernel[-2]));
  attrs.sizes = kernel_sizes(s.kernel);
  check(conv_backward_weights_def, {x, dy}, attrs, terms_of(s.y, s.y[-1]));
}

TEST(OnednnConv, RandomShapesMatchTheReference) {
  Dice dice(1);
  int taken = 0;
  for (int i = 0; i < 150; ++i) compare(random_sample(dice), DType::f32, taken);
  EXPECT_GT(taken, 300);  // of 600: the rest has reference code only
}

TEST(OnednnConv, RandomShapesInBf16) {
  Dice dice(2);
  int taken = 0;
  for (int i = 0; i < 30; ++i) compare(random_sample(dice), DType::bf16, taken);
}

TEST(OnednnConv, TakesTheShapesOfRealNets) {
  const auto same = [](const Shape& x, const Shape& kernel, int64_t stride) {
    ConvAttrs attrs{.strides = {stride, stride}, .dilations = {1, 1}};
    Shape y = x.with(-1, kernel[-1]);
    for (const int64_t axis : {1, 2}) y[axis] = (x[axis] + stride - 1) / stride;
    return Sample{x, kernel, y, attrs};
  };
  int taken = 0;
  const Sample samples[] = {
      same({2, 28, 28, 1}, {3, 3, 1, 32}, 1),   same({2, 8, 8, 1}, {3, 3, 1, 32}, 1),
      same({2, 13, 13, 32}, {3, 3, 32, 64}, 1), same({2, 32, 32, 3}, {3, 3, 3, 16}, 1),
      same({2, 16, 16, 16}, {1, 1, 16, 32}, 2), same({2, 16, 16, 16}, {3, 3, 16, 32}, 2)};
  for (const Sample& s : samples) compare(s, DType::f32, taken);
  EXPECT_EQ(taken, 24);
}

TEST(OnednnConv, DeclinesInWords) {
  const ConvAttrs attrs{.strides = {1}, .padding = {0, 0}, .dilations = {1}};
  EXPECT_EQ(why_declined("onednn", conv_def,
                         {ones({1, 4, 2}, DType::f64), ones({1, 2, 2}, DType::f64)}, attrs),
            "it computes f32 and bf16, not f64");
  EXPECT_EQ(why_declined("onednn", conv_def, {ones({0, 4, 2}), ones({1, 2, 2})}, attrs),
            "it takes no empty operand, f32[0,4,2]");
}

}  // namespace
}  // namespace cornu
