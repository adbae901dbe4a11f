#include <gtest/gtest.h>

#include "framework/ops/ops.h"
#include "layers/layers.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"
#include "tests/support/run_layer_case.h"

namespace cornu {
namespace {

Tensor noise(const Shape& shape, int seed = 1) { return arbitrary(shape, DType::f32, seed); }

std::string call_error(const LayerRef& layer, const Tensor& input) {
  const std::string text = error_of([&] { layer(input); });
  return text.substr(0, text.find("\n  in layer"));
}

TEST(DepthwiseConv2D, IsALayer) {
  run_layer_case({layers::DepthwiseConv2D(3, {.padding = "same"}), noise({2, 6, 5, 3})});
  run_layer_case({layers::DepthwiseConv2D({2, 3}, {.strides = 2, .depth_multiplier = 2}),
                  noise({2, 6, 7, 3})});
  run_layer_case(
      {layers::DepthwiseConv2D(2, {.dilation_rate = 2, .use_bias = false}), noise({2, 6, 5, 3})});
}

TEST(DepthwiseConv2D, ConvolvesEachChannelByItself) {
  const auto layer = layers::DepthwiseConv2D(2, {.depth_multiplier = 2, .use_bias = false});
  const Tensor x = noise({1, 3, 3, 2});
  const Tensor y = layer(x);
  EXPECT_EQ(layer.weights()[0].shape(), (Shape{2, 2, 2, 2}));
  for (int64_t channel = 0; channel < 2; ++channel) {
    const Tensor kernel = slice_axis(layer.weights()[0].value(), 2, {channel, channel + 1});
    const Tensor alone = ops::conv(slice_axis(x, 3, {channel, channel + 1}), kernel);
    const Tensor part = slice_axis(y, 3, {2 * channel, 2 * channel + 2});
    EXPECT_LT(largest_difference(part, alone), 1e-6);
  }
}

TEST(SeparableConv2D, IsALayer) {
  run_layer_case({layers::SeparableConv2D(4, 3, {.padding = "same", .activation = "tanh"}),
                  noise({2, 6, 5, 3})});
  run_layer_case(
      {layers::SeparableConv2D(2, 2, {.strides = 2, .depth_multiplier = 2}), noise({2, 6, 5, 3})});
}

TEST(Conv2DTranspose, IsALayer) {
  run_layer_case({layers::Conv2DTranspose(3, 3), noise({2, 4, 3, 2})});
  run_layer_case(
      {layers::Conv2DTranspose(2, {3, 2}, {.strides = 2, .padding = "same"}), noise({2, 4, 3, 2})});
  run_layer_case(
      {layers::Conv2DTranspose(2, 3, {.strides = 2, .output_padding = 1}), noise({2, 4, 3, 2})});
  run_layer_case({layers::Conv2DTranspose(2, 2, {.dilation_rate = {2, 1}, .use_bias = false}),
                  noise({2, 4, 3, 2})});
}

TEST(Conv2DTranspose, HasKerasSizes) {
  const auto sizes = [](layers::Conv2DTransposeOptions options, const Sizes& kernel) {
    return layers::Conv2DTranspose(1, kernel, options)(ones({1, 4, 5, 1})).shape().sub(1, 3);
  };
  EXPECT_EQ(sizes({}, 3), (Shape{6, 7}));
  EXPECT_EQ(sizes({.strides = 2}, 3), (Shape{9, 11}));
  EXPECT_EQ(sizes({.strides = 3}, 2), (Shape{12, 15}));
  EXPECT_EQ(sizes({.strides = 2, .padding = "same"}, 3), (Shape{8, 10}));
  EXPECT_EQ(sizes({.strides = 2, .output_padding = 0}, 3), (Shape{9, 11}));
  EXPECT_EQ(sizes({.strides = 3, .padding = "same", .output_padding = {1, 2}}, 3), (Shape{11, 15}));
}

TEST(Sizes, AreGivenInBraces) {
  const Tensor x = ones({1, 6, 6, 1});
  EXPECT_EQ(layers::MaxPooling2D({2, 3}, {.strides = {2, 3}})(x).shape(), (Shape{1, 3, 2, 1}));
  EXPECT_EQ(layers::MaxPooling2D(2, {.strides = 1})(x).shape(), (Shape{1, 5, 5, 1}));
  EXPECT_EQ(layers::AveragePooling2D(2, {.strides = {}})(x).shape(), (Shape{1, 3, 3, 1}));
  EXPECT_EQ(error_of([] {
              layers::MaxPooling2D(2, {.strides = {1, 2, 3}});
            }),
            "ValueError: MaxPooling2D: strides has 3 sizes, there are 2 spatial axes.");
}

TEST(DataFormat, IsLastWhereAFileSaysNull) {
  const auto layer = FieldTraits<LayerRef>::from_json(
      parse_json(R"({"class_name": "UpSampling2D", "config": {"data_format": null}})", ""), {});
  EXPECT_EQ(layer->get_config()["data_format"].as_string(), "channels_last");
}

TEST(Convolutions, RefuseWhatNoInputFits) {
  EXPECT_EQ(error_of([] { layers::DepthwiseConv2D(0); }),
            "ValueError: DepthwiseConv2D: kernel_size holds 0; sizes are at least 1.");
  EXPECT_EQ(error_of([] { layers::DepthwiseConv2D(1, {.depth_multiplier = 0}); }),
            "ValueError: DepthwiseConv2D: depth_multiplier must be at least 1, not 0.");
  EXPECT_EQ(error_of([] { layers::SeparableConv2D(0, 1); }),
            "ValueError: SeparableConv2D: filters must be at least 1, not 0.");
  EXPECT_EQ(error_of([] { layers::Conv2DTranspose(0, 1); }),
            "ValueError: Conv2DTranspose: filters must be at least 1, not 0.");
  EXPECT_EQ(error_of([] { layers::Conv2DTranspose(1, 1, {.strides = 2, .dilation_rate = 2}); }),
            "ValueError: Conv2DTranspose: strides and dilation_rate cannot both be above 1.");
  EXPECT_EQ(error_of([] { layers::Conv2DTranspose(1, 3, {.strides = 2, .output_padding = 2}); }),
            "ValueError: Conv2DTranspose: output_padding holds 2; it must be at least 0 and less "
            "than the stride, 2.");
  EXPECT_EQ(error_of([] {
              layers::Conv2DTranspose(1, 3, {.output_padding = Sizes(std::vector<int64_t>{0})});
            }),
            "ValueError: Conv2DTranspose: output_padding has 1 sizes, there are 2 spatial axes.");
  EXPECT_EQ(call_error(layers::Conv2DTranspose(
                           1, 2, {.strides = 2, .padding = "same", .output_padding = 0}),
                       ones({1, 4, 4, 1})),
            "ValueError: conv_transpose: with padding \"same\" and a window of 2, output_padding "
            "must be from 1 to 2 along spatial axis 0.");
  EXPECT_EQ(call_error(layers::DepthwiseConv2D(5), ones({1, 4, 4, 2})).find("ShapeError: conv: "),
            0u);
}

}  // namespace
}  // namespace cornu
