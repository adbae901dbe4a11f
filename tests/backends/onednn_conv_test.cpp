#include <gtest/gtest.h>

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
  // Of one element and the kernel's four taps, three meet padding.
  EXPECT_EQ(why_declined("onednn", conv_backward_weights_def,
                         {ones({2, 1, 16}, DType::bf16), ones({2, 1, 8}, DType::bf16)},
                         ConvAttrs{.strides = {3}, .dilations = {1}, .sizes = {4}}),
            "in bf16 it does not write the gradient of taps that meet padding alone");
}

}  // namespace
}  // namespace cornu
