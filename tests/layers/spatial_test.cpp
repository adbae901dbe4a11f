#include <gtest/gtest.h>

#include "framework/model/model.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/layers.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"
#include "tests/support/run_layer_case.h"

namespace cornu {
namespace {

using Values = std::vector<float>;

Tensor noise(const Shape& shape, int seed = 1) { return arbitrary(shape, DType::f32, seed); }

std::string call_error(const LayerRef& layer, const Tensor& input) {
  const std::string text = error_of([&] { layer(input); });
  return text.substr(0, text.find("\n  in layer"));
}

/// The layer with channels first is the one with channels last between two transpositions.
void expect_same_with_channels_first(const LayerRef& last, const LayerRef& first) {
  const Tensor x = noise({2, 4, 5, 3});
  const Tensor expected = last(x);
  first(ops::transpose(x, {.axes = {{0, 3, 1, 2}}}));
  first->set_weights(last->get_weights());
  const Tensor made = first(ops::transpose(x, {.axes = {{0, 3, 1, 2}}}));
  EXPECT_LT(largest_difference(ops::transpose(made, {.axes = {{0, 2, 3, 1}}}), expected), 1e-6)
      << first.name();
}

TEST(SpatialLayers, AreLayers) {
  const Tensor x = noise({2, 4, 5, 3});
  for (const LayerRef& layer :
       {layers::ZeroPadding2D({{1, 0}, {2, 3}}), layers::Cropping2D({1, 2}), layers::UpSampling2D(),
        layers::UpSampling2D({2, 3}, {.interpolation = "bilinear"}),
        layers::UpSampling2D(2, {.interpolation = "bicubic"}), layers::Permute({2, 3, 1}),
        layers::GlobalMaxPooling2D(), layers::SpatialDropout2D(0.5)}) {
    SCOPED_TRACE(layer.name());
    run_layer_case({layer, x});
  }
}

TEST(SpatialLayers, TakeChannelsFirst) {
  expect_same_with_channels_first(
      layers::ZeroPadding2D({{1, 0}, {2, 3}}),
      layers::ZeroPadding2D({{1, 0}, {2, 3}}, {.data_format = "channels_first"}));
  expect_same_with_channels_first(
      layers::Cropping2D({{1, 0}, {2, 1}}),
      layers::Cropping2D({{1, 0}, {2, 1}}, {.data_format = "channels_first"}));
  for (const char* interpolation : {"nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"})
    expect_same_with_channels_first(layers::UpSampling2D({2, 3}, {.interpolation = interpolation}),
                                    layers::UpSampling2D({2, 3}, {.data_format = "channels_first",
                                                                  .interpolation = interpolation}));
  expect_same_with_channels_first(
      layers::GlobalMaxPooling2D({.keepdims = true}),
      layers::GlobalMaxPooling2D({.data_format = "channels_first", .keepdims = true}));
  expect_same_with_channels_first(
      layers::DepthwiseConv2D(2, {.depth_multiplier = 2}),
      layers::DepthwiseConv2D(2, {.depth_multiplier = 2, .data_format = "channels_first"}));
  expect_same_with_channels_first(layers::SeparableConv2D(2, 2),
                                  layers::SeparableConv2D(2, 2, {.data_format = "channels_first"}));
  expect_same_with_channels_first(
      layers::Conv2DTranspose(2, 2, {.strides = 2}),
      layers::Conv2DTranspose(2, 2, {.strides = 2, .data_format = "channels_first"}));
}

TEST(SpatialLayers, TakeImagesOnly) {
  const std::string expected =
      "ShapeError: the input must have four axes, such as [batch, height, width, channels]: it is "
      "[2,3].";
  for (const LayerRef& layer :
       {layers::ZeroPadding2D(), layers::Cropping2D(), layers::UpSampling2D(),
        layers::GlobalMaxPooling2D(), layers::SpatialDropout2D(0.5), layers::DepthwiseConv2D(1),
        layers::SeparableConv2D(1, 1), layers::Conv2DTranspose(1, 1), layers::Conv2D(1, 1),
        layers::MaxPooling2D(), layers::AveragePooling2D(), layers::GlobalAveragePooling2D()})
    EXPECT_EQ(call_error(layer, ones({2, 3})), expected) << layer.name();
}

TEST(SpatialLayers, TakeImagesOfAnySize) {
  const auto image = Input({unknown, unknown, 3});
  auto h = layers::ZeroPadding2D()(image);
  h = layers::UpSampling2D(2, {.interpolation = "bilinear"})(layers::UpSampling2D()(h));
  h = layers::Conv2DTranspose(2, 3, {.strides = 2, .padding = "same"})(layers::Cropping2D(1)(h));
  h = layers::SeparableConv2D(2, 3)(layers::DepthwiseConv2D(2)(h));
  h = layers::LayerNormalization()(layers::GroupNormalization({.groups = 2})(h));
  EXPECT_EQ(h.spec().text(), "f32[?,?,?,2]");
  const Model model(image, layers::GlobalMaxPooling2D()(h));
  EXPECT_EQ(model.predict(ones({2, 3, 4, 3})).shape(), (Shape{2, 2}));
  EXPECT_EQ(model.predict(ones({1, 5, 2, 3})).shape(), (Shape{1, 2}));
}

TEST(ZeroPadding2D, TakesMarginsInThreeWays) {
  const auto sizes = [](const LayerRef& layer) { return layer(ones({1, 2, 3, 1})).shape(); };
  EXPECT_EQ(sizes(layers::ZeroPadding2D()), (Shape{1, 4, 5, 1}));
  EXPECT_EQ(sizes(layers::ZeroPadding2D(2)), (Shape{1, 6, 7, 1}));
  EXPECT_EQ(sizes(layers::ZeroPadding2D({1, 2})), (Shape{1, 4, 7, 1}));
  EXPECT_EQ(sizes(layers::ZeroPadding2D({{0, 1}, {2, 3}})), (Shape{1, 3, 8, 1}));
  EXPECT_EQ(layers::ZeroPadding2D({{1, 0}, {0, 1}})(ones({1, 1, 2, 1})).to_vector<float>(),
            (Values{0, 0, 0, 1, 1, 0}));
  EXPECT_EQ(layers::ZeroPadding2D(3)->get_config()["padding"].dump(), "[[3, 3], [3, 3]]");
}

TEST(Margins, AreRefusedByName) {
  EXPECT_EQ(error_of([] { layers::ZeroPadding2D(-1); }),
            "ValueError: ZeroPadding2D: padding holds -1; it must not be negative.");
  EXPECT_EQ(error_of([] {
              layers::ZeroPadding2D({1, 2, 3});
            }),
            "ValueError: ZeroPadding2D: padding has 3 entries; height and width need 2.");
  EXPECT_EQ(error_of([] {
              layers::Cropping2D({{1, 2, 3}, {4, 5, 6}});
            }),
            "ValueError: margins are pairs, before and after; one here has 3 numbers.");
  EXPECT_EQ(error_of([] {
              layers::Cropping2D({{1, 2}, {0, -4}});
            }),
            "ValueError: Cropping2D: cropping holds -4; it must not be negative.");
  EXPECT_EQ(error_of([] { layers::ZeroPadding2D(int64_t{1} << 40); }),
            "ValueError: ZeroPadding2D: padding holds 1099511627776; it must be at most "
            "2147483647.");
  const auto read = [](const char* padding) {
    return FieldTraits<LayerRef>::from_json(
               parse_json(concat(R"({"class_name": "ZeroPadding2D", "config": {"padding": )",
                                 padding, "}}"),
                          ""),
               {})
        ->get_config()["padding"]
        .dump();
  };
  EXPECT_EQ(read("2"), "[[2, 2], [2, 2]]");
  EXPECT_EQ(read("[1, [2, 3]]"), "[[1, 1], [2, 3]]");
  EXPECT_NE(error_of([&] { read("[1, [2, 3, 4]]"); }).find("padding[1]"), std::string::npos);
}

TEST(Cropping2D, LeavesSomething) {
  const Tensor x = ops::reshape(ops::arange(12.f), {.newshape = {1, 3, 4, 1}});
  EXPECT_EQ(layers::Cropping2D({{1, 0}, {2, 1}})(x).to_vector<float>(), (Values{6, 10}));
  EXPECT_EQ(layers::Cropping2D()(x).to_vector<float>(), x.to_vector<float>());
  EXPECT_EQ(call_error(layers::Cropping2D({{1, 2}, {0, 0}}), x),
            "ShapeError: cropping 1 and 2 elements leaves nothing of axis 1: the input is "
            "f32[1,3,4,1].");
}

TEST(UpSampling2D, RepeatsOrInterpolates) {
  const Tensor x = ops::reshape(constant({0.f, 4.f}), {.newshape = {1, 1, 2, 1}});
  EXPECT_EQ(layers::UpSampling2D()(x).to_vector<float>(), (Values{0, 0, 4, 4, 0, 0, 4, 4}));
  EXPECT_EQ(layers::UpSampling2D({1, 2}, {.interpolation = "bilinear"})(x).to_vector<float>(),
            (Values{0, 1, 3, 4}));
  EXPECT_EQ(error_of([] { layers::UpSampling2D(0); }),
            "ValueError: UpSampling2D: size holds 0; sizes are at least 1.");
  EXPECT_EQ(error_of([] { layers::UpSampling2D(2, {.interpolation = "cubic"}); }),
            "ValueError: unknown choice \"cubic\". Known: \"nearest\", \"bilinear\", \"bicubic\", "
            "\"lanczos3\", \"lanczos5\", \"area\".");
}

TEST(Permute, TakesEachAxisOnce) {
  EXPECT_EQ(layers::Permute({2, 1})(ones({2, 3, 4})).shape(), (Shape{2, 4, 3}));
  EXPECT_EQ(error_of([] {
              layers::Permute({0, 1});
            }),
            "ValueError: Permute: dims must hold each of 1 to 2 once, not [0,1].");
  EXPECT_EQ(call_error(layers::Permute({2, 1}), ones({2, 3})),
            "ShapeError: dims [2,1] are for inputs with 3 axes: it is [2,3].");
}

TEST(GlobalMaxPooling2D, IsTheLargestOfAllPlaces) {
  const Tensor x = ops::reshape(ops::arange(12.f), {.newshape = {1, 2, 3, 2}});
  EXPECT_EQ(layers::GlobalMaxPooling2D()(x).to_vector<float>(), (Values{10, 11}));
}

TEST(SpatialDropout2D, DropsWholeChannels) {
  const auto layer = layers::SpatialDropout2D(0.5, {.seed = 3});
  const Tensor y = layer(ones({20, 2, 3, 4}), {.training = true});
  const auto values = y.to_vector<float>();
  int dropped = 0;
  for (size_t sample = 0; sample < 20; ++sample)
    for (size_t channel = 0; channel < 4; ++channel) {
      const float first = values[sample * 24 + channel];
      for (size_t place = 0; place < 6; ++place)
        EXPECT_EQ(values[sample * 24 + place * 4 + channel], first);
      EXPECT_TRUE(first == 0 || first == 2) << first;
      dropped += first == 0;
    }
  EXPECT_GT(dropped, 20);
  EXPECT_LT(dropped, 60);
  const auto image = Input({unknown, 3, 4});
  EXPECT_EQ(layer(image, {.training = true}).spec().text(), "f32[?,?,3,4]");
  EXPECT_FALSE(layer->get_config().contains("trainable"));  // Keras's class takes none
  EXPECT_EQ(error_of([] { layers::SpatialDropout2D(2); }),
            "ValueError: SpatialDropout2D: rate must be between 0 and 1, not 2.0.");
}

}  // namespace
}  // namespace cornu
