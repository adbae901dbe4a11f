#include <gtest/gtest.h>

#include <cmath>

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

TEST(LayerNormalization, IsALayer) {
  run_layer_case({layers::LayerNormalization(), noise({4, 6})});
  run_layer_case({layers::LayerNormalization({.axis = {1, 2}, .center = false}), noise({4, 3, 5})});
  run_layer_case({layers::LayerNormalization({.axis = 1}), noise({4, 3, 5})});
  run_layer_case({layers::LayerNormalization({.axis = {-1, 1}}), noise({4, 3, 5, 2})});
  run_layer_case({layers::LayerNormalization({.rms_scaling = true}), noise({4, 6})});
}

TEST(LayerNormalization, SumsToNothingAlongItsAxes) {
  const Tensor y = layers::LayerNormalization()(noise({3, 7}) * 5 + 3);
  for (const float sum : ops::sum(y, {.axis = 1}).to_vector<float>()) EXPECT_NEAR(sum, 0, 1e-5);
  EXPECT_EQ(layers::LayerNormalization({.center = false, .scale = false})->weights().size(), 0u);
}

TEST(LayerNormalization, HasAWeightForEachElementOfItsAxes) {
  const auto shape_of = [](const Axes& axis) {
    const auto layer = layers::LayerNormalization({.axis = axis});
    layer(ones({2, 3, 4, 5}));
    return layer.weights()[0].shape();
  };
  EXPECT_EQ(shape_of(-1), (Shape{5}));
  EXPECT_EQ(shape_of({3, 1}), (Shape{3, 5}));
  EXPECT_EQ(shape_of({1, -1}), (Shape{5, 3}));  // Keras sorts what is given
}

TEST(LayerNormalization, IsNotRoundedBefore) {
  const auto layer = layers::LayerNormalization({.dtype = "mixed_bfloat16"});
  const Tensor x = noise({2, 64}) + 1000;  // bfloat16 holds multiples of 4 there
  const Tensor y = layer(x);
  EXPECT_EQ(y.dtype(), DType::bf16);
  EXPECT_LT(largest_difference(ops::cast(y, DType::f32), layers::LayerNormalization()(x)), 0.02);
}

TEST(LayerNormalization, RefusesWhatDoesNotFit) {
  EXPECT_EQ(
      call_error(layers::LayerNormalization({.axis = 4}), ones({2, 3})),
      "ValueError: LayerNormalization: axis 4 is out of range for a tensor of 2 axes.\n  hint: use "
      "-2 to 1.");
  EXPECT_EQ(error_of([] { layers::LayerNormalization({.axis = Axes()}); }),
            "ValueError: LayerNormalization: axis must name at least one axis.");
  EXPECT_EQ(error_of([] {
              ops::layer_normalization(ones({2, 4}), Operand(ones({3})));
            }),
            "ShapeError: layer_normalization: x is f32[2,4], gamma is f32[3]; it must have the "
            "elements of f32[4].");
}

TEST(GroupNormalization, IsALayer) {
  run_layer_case({layers::GroupNormalization({.groups = 2}), noise({2, 3, 4, 6})});
  run_layer_case({layers::GroupNormalization({.groups = 3, .axis = 1}), noise({2, 6, 4, 5})});
  run_layer_case({layers::GroupNormalization({.groups = -1, .scale = false}), noise({2, 5, 4})});
  run_layer_case({layers::GroupNormalization({.groups = 2, .axis = -2}), noise({2, 4, 5})});
}

TEST(GroupNormalization, OfOneGroupNormalisesTheSample) {
  const Tensor x = noise({2, 3, 4, 6});
  const Tensor whole = layers::LayerNormalization({.axis = {1, 2, 3}})(x);
  EXPECT_LT(largest_difference(layers::GroupNormalization({.groups = 1})(x), whole), 1e-5);
}

TEST(GroupNormalization, RefusesWhatDoesNotFit) {
  EXPECT_EQ(error_of([] { layers::GroupNormalization({.groups = 0}); }),
            "ValueError: GroupNormalization: groups must be at least 1, or -1, not 0.");
  EXPECT_EQ(call_error(layers::GroupNormalization({.groups = 4}), ones({2, 3, 6})),
            "ShapeError: the 6 channels of the input [2,3,6] do not fall into 4 groups.");
  EXPECT_EQ(call_error(layers::GroupNormalization(), ones({2, 3, 6})),
            "ShapeError: the 6 channels of the input [2,3,6] do not fall into 32 groups.");
  EXPECT_EQ(call_error(layers::GroupNormalization({.groups = 1, .axis = 0}), ones({2, 3})),
            "ValueError: axis 0 is the batch's, and has no groups.");
}

}  // namespace
}  // namespace cornu
