#include "framework/ops/conv.h"

#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

TEST(Conv, OfOneChannelByHand) {
  const Tensor x = ops::reshape(constant({1.f, 2.f, 3.f, 4.f, 5.f, 6.f, 7.f, 8.f, 9.f}),
                                {.newshape = {1, 3, 3, 1}});
  const Tensor k = ops::reshape(constant({1.f, 0.f, 0.f, -1.f}), {.newshape = {2, 2, 1, 1}});
  const Tensor y = ops::conv(x, k);
  EXPECT_EQ(y.shape(), (Shape{1, 2, 2, 1}));
  EXPECT_EQ(y.to_vector<float>(), (std::vector<float>{-4, -4, -4, -4}));
}

TEST(Conv, MixesChannelsOfALine) {
  // x [1, 3, 2], kernel [1, 2, 2]: y = x @ kernel at each step
  const Tensor x = ops::reshape(constant({1.f, 2.f, 3.f, 4.f, 5.f, 6.f}), {.newshape = {1, 3, 2}});
  const Tensor k = ops::reshape(constant({1.f, 10.f, 2.f, 20.f}), {.newshape = {1, 2, 2}});
  EXPECT_EQ(ops::conv(x, k).to_vector<float>(), (std::vector<float>{5, 50, 11, 110, 17, 170}));
}

TEST(Conv, SamePadsTheSmallerHalfFirst) {
  // 4 elements, kernel 3, stride 2: one zero, after the last element
  const Tensor x = ops::reshape(constant({1.f, 2.f, 3.f, 4.f}), {.newshape = {1, 4, 1}});
  const Tensor k = ops::reshape(constant({1.f, 10.f, 100.f}), {.newshape = {3, 1, 1}});
  const Tensor y = ops::conv(x, k, {.strides = 2, .padding = "same"});
  EXPECT_EQ(y.to_vector<float>(), (std::vector<float>{321, 43}));
  EXPECT_EQ(same_padding(5, {3, 1, 1}), std::pair(int64_t{1}, int64_t{1}));
  EXPECT_EQ(same_padding(4, {2, 1, 1}), std::pair(int64_t{0}, int64_t{1}));
  EXPECT_EQ(same_padding(6, {3, 2, 2}), std::pair(int64_t{1}, int64_t{2}));
}

TEST(Conv, DilationSpreadsTheTaps) {
  const Tensor x = ops::reshape(constant({1.f, 2.f, 3.f, 4.f, 5.f}), {.newshape = {1, 5, 1}});
  const Tensor k = ops::reshape(constant({1.f, 1.f}), {.newshape = {2, 1, 1}});
  EXPECT_EQ(ops::conv(x, k, {.dilation_rate = 3}).to_vector<float>(), (std::vector<float>{5, 7}));
}

TEST(Conv, GroupsFollowFromTheChannels) {
  const Tensor x = ops::reshape(constant({1.f, 2.f, 3.f, 4.f}), {.newshape = {1, 1, 4}});
  const Tensor k = ops::reshape(constant({1.f, 10.f, 100.f, 1000.f}), {.newshape = {1, 2, 2}});
  // group 0 sees channels 1, 2 with column 0; group 1 sees 3, 4 with column 1
  EXPECT_EQ(ops::conv(x, k).to_vector<float>(), (std::vector<float>{201, 4030}));
}

TEST(Conv, ThreeAxesAndAnEmptyBatch) {
  EXPECT_EQ(ops::conv(ones({2, 4, 5, 6, 3}), ones({2, 3, 1, 3, 7}), {.strides = {1, 2, 3}}).shape(),
            (Shape{2, 3, 2, 2, 7}));
  EXPECT_EQ(ops::conv(ones({0, 4, 4, 3}), ones({3, 3, 3, 8}), {.padding = "same"}).shape(),
            (Shape{0, 4, 4, 8}));
}

TEST(Conv, HalvesAreRoundedOnce) {
  for (const DType dtype : {DType::f16, DType::bf16}) {
    const Tensor y = ops::conv(ones({1, 4, 4, 8}, dtype), ones({3, 3, 8, 2}, dtype));
    EXPECT_EQ(y.dtype(), dtype);
    EXPECT_EQ(y.at<float>({0, 0, 0, 0}), 72);
  }
}

struct Case {
  Shape x, kernel;
  ConvOptions options;
};

std::vector<Case> cases() {
  return {{{2, 5, 3}, {3, 3, 4}, {}},
          {{2, 6, 5, 4}, {3, 2, 2, 6}, {.strides = {2, 1}, .padding = "same"}},
          {{1, 7, 6, 2}, {3, 3, 2, 3}, {.padding = "same", .dilation_rate = {2, 1}}},
          {{2, 3, 4, 3, 2}, {2, 2, 2, 1, 4}, {.strides = {1, 2, 1}}}};
}

TEST(Conv, GradientsOfBothOrders) {
  for (const Case& c : cases()) {
    const auto f = [&](const Tensors& in) { return ops::tanh(ops::conv(in[0], in[1], c.options)); };
    const Tensors at = {arbitrary(c.x), arbitrary(c.kernel, DType::f64, 1)};
    EXPECT_LT(gradient_error(f, at), 1e-7) << c.x.text();
    EXPECT_LT(hessian_error(f, at), 1e-7) << c.x.text();
  }
}

TEST(Conv, FusedBiasAndReluFollowTheSum) {
  const Tensor x = arbitrary({2, 5, 5, 3}), k = arbitrary({3, 3, 3, 4}), b = arbitrary({4});
  ConvAttrs attrs{.strides = {1, 1}, .padding = {0, 0, 0, 0}, .dilations = {1, 1}};
  const Tensor plain = ops::relu(ops::conv(x, k) + b);
  attrs.activation = "relu";
  EXPECT_LT(largest_difference(apply_one(conv_def, {x, k, b}, attrs), plain), 1e-15);
}

TEST(Conv, WeightGradientAlsoGivesTheBias) {
  const Tensor x = arbitrary({2, 5, 5, 3}), dy = arbitrary({2, 3, 3, 4});
  const ConvAttrs attrs{
      .strides = {1, 1}, .padding = {0, 0, 0, 0}, .dilations = {1, 1}, .sizes = {3, 3}};
  GradientTape wants_everything;
  const Tensors out = apply(conv_backward_weights_def, {x, dy}, attrs);
  EXPECT_LT(largest_difference(out[1], ops::sum(dy, {.axis = {0, 1, 2}})), 1e-14);
}

TEST(Conv, ErrorsNameBothShapes) {
  EXPECT_EQ(error_of([] {
              ops::conv(ones({1, 2, 2, 3}), ones({3, 3, 3, 8}));
            }),
            "ShapeError: conv: the kernel is larger than the input: x is f32[1,2,2,3] (axis 1 = "
            "2), kernel is f32[3,3,3,8] (axis 0 = 3).\n  hint: padding = \"same\" keeps small "
            "inputs usable.");
  EXPECT_EQ(error_of([] {
              ops::conv(ones({1, 4, 4, 3}), ones({3, 3, 3, 8}), {.dilation_rate = 2});
            }),
            "ShapeError: conv: the kernel is larger than the input: x is f32[1,4,4,3] (axis 1 = "
            "4), kernel is f32[3,3,3,8] (axis 0 = 3, dilated 5).\n  hint: padding = \"same\" keeps "
            "small inputs usable.");
  EXPECT_EQ(error_of([] {
              ops::conv(ones({1, 8, 8, 3}), ones({3, 3, 4, 8}));
            }),
            "ShapeError: conv: channels differ: x is f32[1,8,8,3] (axis 3 = 3), kernel is "
            "f32[3,3,4,8] (axis 2 = 4).\n  hint: with groups, the first must be a multiple.");
  EXPECT_EQ(error_of([] {
              ops::conv(ones({1, 8, 8, 6}), ones({3, 3, 2, 8}));
            }),
            "ShapeError: conv: 3 groups do not divide the 8 output channels: x is f32[1,8,8,6], "
            "kernel is f32[3,3,2,8].");
  EXPECT_EQ(error_of([] {
              ops::conv(ones({8, 8, 6}), ones({3, 3, 2, 8}));
            }),
            "ShapeError: conv: x is f32[8,8,6], kernel is f32[3,3,2,8].\n  hint: x is [n, "
            "spatial..., in], kernel [spatial..., in, out], with 1 to 3 spatial axes.");
  EXPECT_EQ(error_of([] {
              ops::conv(ones({1, 8, 8, 2}), ones({3, 3, 2, 8}), {.strides = {1, 2, 3}});
            }),
            "ValueError: conv: strides has 3 sizes, there are 2 spatial axes.");
  EXPECT_EQ(error_of([] {
              ops::conv(ones({1, 8, 8, 2}), ones({3, 3, 2, 8}), {.strides = 0});
            }),
            "ValueError: conv: strides holds 0; sizes are at least 1.");
}

}  // namespace
}  // namespace cornu
