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

/// Keras's statistics of the steps that count, along any axis; what is left out may be anything.
TEST(BatchNormalization, CountsStepsOfTheMask) {
  const auto pattern = [](const Shape& shape, double step) {
    std::vector<float> values(static_cast<size_t>(shape.elements()));
    for (size_t i = 0; i < values.size(); ++i)
      values[i] = static_cast<float>(std::sin(step * static_cast<double>(i + 1)));
    return Tensor::from_host({DType::f32, shape}, values.data());
  };
  const Tensor mask = constant({{true, true, false}, {true, false, false}});
  const Tensor left_out = ops::expand_dims(ops::logical_not(mask), {.axis = -1});
  const struct {
    int64_t axis;
    std::vector<float> mean, variance;
  } cases[] = {{-1,
                {0.533291f, 0.394466f, -0.155694f, -0.638213f},
                {0.330513f, 0.715977f, 0.874617f, 0.704327f}},
               {1, {0.488803f, 0.0820567f, 0.0107955f}, {0.50134f, 0.438124f, 0.51602f}}};
  for (const auto& c : cases) {
    const int64_t channels = c.axis == 1 ? 3 : 4;
    for (const bool poisoned : {false, true}) {
      const LayerRef layer = layers::BatchNormalization({.axis = c.axis, .momentum = 0.5});
      Tensor x = pattern({2, 3, 4}, 0.7);
      if (poisoned) x = ops::where(left_out, NAN, x);
      layer(x);
      layer->set_weights({pattern({channels}, 0.3), pattern({channels}, 0.67),
                          pattern({channels}, 1.04), ops::abs(pattern({channels}, 0.4)) + 0.1});
      layer(x, {.training = true, .mask = mask});
      const Tensors weights = layer->get_weights();
      for (size_t i = 0; i < c.mean.size(); ++i) {
        EXPECT_NEAR(weights[2].to_vector<float>()[i], c.mean[i], 1e-5) << c.axis;
        EXPECT_NEAR(weights[3].to_vector<float>()[i], c.variance[i], 1e-5) << c.axis;
      }
    }
  }
  const LayerRef layer = layers::BatchNormalization();
  EXPECT_EQ(error_of([&] {
              layer(ones({2, 3, 4, 5}), {.training = true, .mask = mask});
            }).substr(0, 96),
            "ShapeError: the mask must have one axis less than the input: they are bool[2,3] and "
            "f32[2,3,4,5]");
}

}  // namespace
}  // namespace cornu
