#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "layers/layers.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

struct Made {
  LayerRef layer;
  TensorStruct input;
};

Tensor noise(const Shape& shape, int seed = 1) { return arbitrary(shape, DType::f32, seed); }

/// Layers of one policy, each with an input.
std::vector<Made> layers_of(const DTypePolicy& p) {
  const Tensor image = noise({2, 4, 4, 4}), a = noise({2, 3, 4}), b = noise({2, 3, 4}, 2);
  const TensorStruct pair{a, b};
  return {
      {layers::Average({.dtype = p}), pair},
      {layers::Conv2DTranspose(3, 2, {.strides = 2, .dtype = p}), image},
      {layers::Cropping2D(1, {.dtype = p}), image},
      {layers::DepthwiseConv2D(2, {.dtype = p}), image},
      {layers::Dot(2, {.dtype = p}), pair},
      {layers::ELU({.dtype = p}), a},
      {layers::GaussianNoise(0, {.dtype = p}), a},
      {layers::GlobalMaxPooling2D({.dtype = p}), image},
      {layers::GroupNormalization({.groups = 2, .dtype = p}), image},
      {layers::LayerNormalization({.dtype = p}), a},
      {layers::LayerNormalization({.axis = 1, .dtype = p}), a},
      {layers::LeakyReLU({.dtype = p}), a},
      {layers::Maximum({.dtype = p}), pair},
      {layers::Minimum({.dtype = p}), pair},
      {layers::Multiply({.dtype = p}), pair},
      {layers::PReLU({.dtype = p}), a},
      {layers::Permute({2, 1}, {.dtype = p}), a},
      {layers::SeparableConv2D(3, 2, {.dtype = p}), image},
      {layers::SpatialDropout2D(0, {.dtype = p}), image},
      {layers::Subtract({.dtype = p}), pair},
      {layers::UpSampling2D(2, {.dtype = p}), image},
      {layers::UpSampling2D(2, {.interpolation = "bilinear", .dtype = p}), image},
      {layers::ZeroPadding2D(1, {.dtype = p}), image},
  };
}

TEST(Policies, LayersComputeInHalvesNearTheirFloats) {
  const std::vector<Made> exact = layers_of("float32");
  for (const char* policy : {"mixed_float16", "mixed_bfloat16"}) {
    const std::vector<Made> made = layers_of(policy);
    const DType dtype = DTypePolicy(policy).compute_dtype();
    for (size_t i = 0; i < made.size(); ++i) {
      SCOPED_TRACE(concat(policy, ", ", made[i].layer.name()));
      const Tensor expected = exact[i].layer(exact[i].input);
      made[i].layer(made[i].input);
      made[i].layer->set_weights(exact[i].layer->get_weights());
      const Variables weights = made[i].layer->trainable_weights();
      GradientTape tape;
      const Tensor y = made[i].layer(made[i].input, {.training = true});
      EXPECT_EQ(y.dtype(), dtype);
      EXPECT_LT(largest_difference(ops::cast(y, DType::f32), expected), 0.05);
      const Tensors gradients = tape.gradient(ops::sum(ops::square(y)), weights);
      for (size_t k = 0; k < weights.size(); ++k) {
        EXPECT_EQ(weights[k].dtype(), DType::f32);
        EXPECT_EQ(gradients[k].dtype(), DType::f32) << weights[k].path();
      }
    }
  }
}

TEST(Policies, LayersComputeInDouble) {
  for (const Made& made : layers_of("float64")) {
    const Tensor y = made.layer(made.input);
    EXPECT_EQ(y.dtype(), DType::f64) << made.layer.name();
  }
}

}  // namespace
}  // namespace cornu
