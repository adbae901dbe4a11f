#include <gtest/gtest.h>

#include <cmath>

#include "framework/autodiff/tape.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

using Values = std::vector<float>;

TEST(Clip, CutsAndStopsTheGradientOutside) {
  const Tensor x = constant({-2.f, -1.f, 0.5f, 3.f});
  EXPECT_EQ(ops::clip(x, {-1, 1}).to_vector<float>(), (Values{-1, -1, 0.5, 1}));
  GradientTape tape;
  tape.watch(x);
  const Tensor gradient = tape.gradient(ops::sum(ops::clip(x, {-1, 1})), x);
  EXPECT_EQ(gradient.to_vector<float>(), (Values{0, 1, 1, 0}));
  EXPECT_EQ(ops::clip(constant({-5, 5}), {-1, 2}).dtype(), DType::i32);
  EXPECT_EQ(ops::clip(constant({true, false}), {0, 2}).dtype(), DType::i32);
  EXPECT_EQ(ops::clip(ops::cast(constant({5}), DType::u64), {0, 2}).dtype(), DType::u64);
}

TEST(Variance, IsBiased) {
  const Tensor x = constant({{1.f, 3.f}, {0.f, 4.f}});
  EXPECT_EQ(ops::var(x, {.axis = 1}).to_vector<float>(), (Values{1, 4}));
  EXPECT_EQ(ops::std(x, {.axis = 1, .keepdims = true}).to_vector<float>(), (Values{1, 2}));
  EXPECT_EQ(ops::var(x).item<float>(), 2.5f);
  EXPECT_EQ(ops::var(constant({1, 3})).dtype(), DType::f32);
  const Tensor half = ops::cast(constant({290.f, 310.f}), DType::f16);
  EXPECT_EQ(ops::var(half).item<float>(), 100);  // 300² overflows
  const auto f = [](const Tensors& in) { return ops::std(in[0], {.axis = 1}); };
  EXPECT_LT(gradient_error(f, {arbitrary({3, 5})}), 1e-7);
}

TEST(Logsumexp, DoesNotOverflow) {
  const float inf = INFINITY;
  EXPECT_NEAR(ops::logsumexp(constant({1000.f, 1000.f})).item<float>(), 1000 + std::log(2.0), 1e-3);
  EXPECT_EQ(ops::logsumexp(constant({-inf, -inf})).item<float>(), -inf);
  EXPECT_EQ(ops::logsumexp(constant({inf, 0.f})).item<float>(), inf);
  const Tensor x = arbitrary({3, 5});
  const Tensor plain = ops::log(ops::sum(ops::exp(x), {.axis = 1}));
  EXPECT_LT(largest_difference(ops::logsumexp(x, {.axis = 1}), plain), 1e-14);
  EXPECT_EQ(ops::logsumexp(x, {.axis = 1, .keepdims = true}).shape(), (Shape{3, 1}));
  const auto f = [](const Tensors& in) { return ops::logsumexp(in[0], {.axis = 1}); };
  EXPECT_LT(gradient_error(f, {x}), 1e-7);
}

TEST(Repeat, RepeatsElements) {
  const Tensor x = constant({{1.f, 2.f}, {3.f, 4.f}});
  EXPECT_EQ(ops::repeat(x, {2, 1}).to_vector<float>(), (Values{1, 1, 2, 2, 3, 3, 4, 4}));
  EXPECT_EQ(ops::repeat(x, {2, 0}).to_vector<float>(), (Values{1, 2, 1, 2, 3, 4, 3, 4}));
  EXPECT_EQ(ops::repeat(x, {2}).to_vector<float>(), (Values{1, 1, 2, 2, 3, 3, 4, 4}));
  EXPECT_EQ(ops::repeat(x, {{0, 3}, 1}).to_vector<float>(), (Values{2, 2, 2, 4, 4, 4}));
  EXPECT_EQ(ops::repeat(Input({3, unknown}), {2, 1}).spec().text(), "f32[?,6,?]");
  EXPECT_EQ(error_of([&] { ops::repeat(x, {-1}); }),
            "ValueError: repeat: repeats holds -1; it must not be negative.");
  EXPECT_EQ(error_of([&] {
              ops::repeat(x, {{1, 2, 3}, 0});
            }),
            "ValueError: repeat: there are 3 repeats for axis 0 of f32[2,2].");
}

TEST(Tile, RepeatsTheWhole) {
  const Tensor x = constant({{1.f, 2.f}});
  EXPECT_EQ(ops::tile(x, {2}).to_vector<float>(), (Values{1, 2, 1, 2}));
  EXPECT_EQ(ops::tile(x, {{2, 1}}).shape(), (Shape{2, 2}));
  EXPECT_EQ(ops::tile(x, {{2, 3}}).to_vector<float>(),
            (Values{1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2}));
  EXPECT_EQ(ops::tile(x, {{2, 1, 1}}).shape(), (Shape{2, 1, 2}));
  const auto f = [](const Tensors& in) {
    return ops::tanh(ops::tile(in[0], {{2, 3}})) * ops::repeat(ops::repeat(in[1], {2, 0}), {3, 1});
  };
  EXPECT_LT(gradient_error(f, {arbitrary({2, 3}), arbitrary({2, 3}, DType::f64, 2)}), 1e-7);
}

TEST(Divide, IsTrueDivision) {
  EXPECT_EQ(ops::divide(constant({1, 3}), 2).to_vector<float>(), (Values{0.5, 1.5}));
}

TEST(Arctan, KnowsItsValues) {
  const Tensor x = constant({0.f, 1.f, -1.f, INFINITY, -INFINITY});
  const auto y = ops::arctan(x).to_vector<float>();
  const double expected[] = {0, M_PI_4, -M_PI_4, M_PI_2, -M_PI_2};
  for (size_t i = 0; i < 5; ++i) EXPECT_NEAR(y[i], expected[i], 1e-6);
  EXPECT_TRUE(std::isnan(ops::arctan(constant({NAN})).item<float>()));
}

TEST(Round, LeavesDecimals) {
  const Tensor x = constant({1.25, 1.35, -0.06});
  EXPECT_EQ(ops::round(x, {.decimals = 1}).to_vector<float>(), (Values{1.2f, 1.4f, -0.1f}));
  EXPECT_EQ(ops::round(x).to_vector<float>(), (Values{1, 1, 0}));
  EXPECT_EQ(ops::round(constant({14.0, 15.0, 26.0}), {.decimals = -1}).to_vector<float>(),
            (Values{10, 20, 30}));
}

/// The op with channels first is the one with channels last between two transpositions.
TEST(DataFormat, MovesTheChannels) {
  const Tensor x = arbitrary({2, 5, 6, 3}), kernel = arbitrary({2, 3, 3, 4});
  const Tensor point = arbitrary({1, 1, 12, 2}), back = arbitrary({2, 3, 4, 3});
  const Tensor turned = ops::transpose(x, {.axes = {{0, 3, 1, 2}}});
  const auto expect_same = [](const Tensor& last, const Tensor& first) {
    EXPECT_LT(largest_difference(ops::transpose(last, {.axes = {{0, 3, 1, 2}}}), first), 1e-14);
  };
  const char* first = "channels_first";
  expect_same(ops::conv(x, kernel), ops::conv(turned, kernel, {.data_format = first}));
  expect_same(ops::depthwise_conv(x, kernel),
              ops::depthwise_conv(turned, kernel, {.data_format = first}));
  expect_same(ops::separable_conv(x, kernel, point),
              ops::separable_conv(turned, kernel, point, {.data_format = first}));
  expect_same(ops::conv_transpose(x, back),
              ops::conv_transpose(turned, back, {.data_format = first}));
  expect_same(ops::max_pool(x), ops::max_pool(turned, {.data_format = first}));
  expect_same(ops::average_pool(x), ops::average_pool(turned, {.data_format = first}));
  EXPECT_EQ(ops::conv(Input({3, 5, 6}), kernel, {.data_format = first}).spec().text(),
            "f64[?,4,4,4]");
}

TEST(ConvTranspose, IsTheTransposeOfConv) {
  for (const Padding padding : {Padding::valid, Padding::same}) {
    const Tensor x = arbitrary({2, 4, 5, 3}), kernel = arbitrary({3, 2, 6, 3});
    const Tensor y = ops::conv_transpose(x, kernel, {.strides = {2, 3}, .padding = padding});
    const Tensor z = arbitrary(y.shape(), DType::f64, 3);
    const Tensor back = ops::conv(z, kernel, {.strides = {2, 3}, .padding = padding});
    // <conv_transpose(x), z> = <x, conv(z)>
    EXPECT_NEAR(ops::sum(y * z).item<double>(), ops::sum(x * back).item<double>(), 1e-10);
  }
  const auto f = [](const Tensors& in) {
    return ops::conv_transpose(in[0], in[1], {.strides = 2, .output_padding = 1});
  };
  EXPECT_LT(gradient_error(f, {arbitrary({2, 3, 4, 2}), arbitrary({3, 2, 3, 2})}), 1e-7);
  const auto separable = [](const Tensors& in) {
    return ops::separable_conv(in[0], in[1], in[2], {.padding = "same"});
  };
  EXPECT_LT(gradient_error(separable, {arbitrary({2, 3, 4, 2}), arbitrary({3, 2, 2, 2}),
                                       arbitrary({1, 1, 4, 3})}),
            1e-7);
}

TEST(ConvTranspose, ErrorsNameBothShapes) {
  EXPECT_EQ(error_of([] {
              ops::conv_transpose(ones({1, 4, 3}), ones({2, 5, 4}));
            }),
            "ShapeError: conv_transpose: channels differ: x is f32[1,4,3] (axis 2 = 3), kernel is "
            "f32[2,5,4] (axis 2 = 4).");
  EXPECT_EQ(error_of([] {
              ops::conv_transpose(ones({1, 3}), ones({2, 5, 4}));
            }),
            "ShapeError: conv_transpose: x is f32[1,3], kernel is f32[2,5,4].\n"
            "  hint: x is [n, spatial..., in], kernel [spatial..., out, in], with 1 to 3 spatial "
            "axes.");
  EXPECT_EQ(
      error_of([] {
        ops::conv_transpose(ones({1, 4, 3}), ones({2, 5, 3}), {.strides = 2, .output_padding = 2});
      }),
      "ValueError: conv_transpose: output_padding is 2 along spatial axis 0; it must be at "
      "least 0 and less than the stride, 2.");
  EXPECT_EQ(error_of([] {
              ops::depthwise_conv(ones({1, 4, 3}), ones({2, 2, 1}));
            }),
            "ShapeError: depthwise_conv: channels differ: x is f32[1,4,3] (axis 2 = 3), kernel is "
            "f32[2,2,1] (axis 1 = 2).");
}

}  // namespace
}  // namespace cornu
