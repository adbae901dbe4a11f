#include <gtest/gtest.h>

#include "framework/model/model.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/layers.h"
#include "optimizers/adam.h"
#include "optimizers/loss_scale.h"
#include "optimizers/sgd.h"
#include "tests/support/keras_pattern.h"
#include "tests/support/policy_scope.h"

namespace cornu {
namespace {

Sequential half_model(bool eager) {
  const PolicyScope scope("mixed_float16");
  Sequential model({Input({4}), layers::Dense(8, {.activation = "relu"}), layers::Dense(1)});
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.01}),
                 .loss = "mse",
                 .run_eagerly = eager});
  return model;
}

double value_of(const Sequential& model, std::string_view name) {
  for (const Variable& variable : model.optimizer()->variables())
    if (variable.name() == name) return variable.value().item<double>();
  ADD_FAILURE() << "no variable " << name;
  return 0;
}

std::vector<std::vector<float>> weights_of(const Sequential& model) {
  std::vector<std::vector<float>> values;
  for (const Tensor& weight : model.get_weights()) values.push_back(weight.to_vector<float>());
  return values;
}

/// Probe: gradients that overflow float16 leave everything as it was, but for the loss's scale; the
/// next step goes on. Compiled steps do what eager ones do.
TEST(MixedFloat16, SkipsAStepWhoseGradientsOverflow) {
  Tensors results;
  const Tensor x = constant({{0.1f, 0.2f, -0.1f, 0.05f}, {0.f, 0.1f, 0.3f, -0.2f}});
  const Tensor y = constant({{0.1f}, {0.2f}}), far = constant({{6e4f}, {-6e4f}});
  std::vector<std::vector<float>> first;
  for (const bool eager : {true, false}) {
    Sequential model = half_model(eager);
    if (eager)
      for (const Tensor& weight : model.get_weights()) results.push_back(weight);
    else
      model.set_weights(results);
    EXPECT_EQ(model.weights()[0].dtype(), DType::f32);
    model.train_on_batch(x, y);
    EXPECT_EQ(value_of(model, "dynamic_scale"), 32768);
    const auto before = weights_of(model);
    model.train_on_batch(x, far);  // the loss's gradient times its scale is past 65504
    EXPECT_EQ(weights_of(model), before);
    EXPECT_EQ(value_of(model, "dynamic_scale"), 16384);
    model.train_on_batch(x, y);
    const auto after = weights_of(model);
    EXPECT_NE(after, before);
    EXPECT_EQ(value_of(model, "dynamic_scale"), 16384);
    EXPECT_EQ(value_of(model, "step_counter"), 1);
    if (eager) {
      first = after;
      continue;
    }
    for (size_t i = 0; i < after.size(); ++i)
      for (size_t j = 0; j < after[i].size(); ++j) EXPECT_NEAR(after[i][j], first[i][j], 2e-3);
  }
}

/// Two epochs of three steps by Keras; in float16, whose rounding differs between the two.
TEST(MixedFloat16, ScalesTheLossUnlessToldOtherwise) {
  const PolicyScope scope("mixed_float16");
  // The first step of the scaled ones overflows and is left out.
  const std::vector<double> scaled = {0.120114, 0.20047, 0.40165, 0.110512};
  const std::vector<double> plain = {0.125171, 0.159003, 0.333275, 0.0632711};
  const OptimizerRef own = optimizers::LossScaleOptimizer(
      optimizers::SGD({.learning_rate = 0.1}), {.initial_scale = 4, .dynamic_growth_steps = 3});
  struct Case {
    OptimizerRef optimizer;
    bool automatic;
    const char* becomes;
    std::vector<double> weights;
    double scale = 0;
  };
  const OptimizerRef own_factor = optimizers::SGD({.learning_rate = 0.1, .loss_scale_factor = 8});
  const OptimizerRef kept_factor = optimizers::SGD({.learning_rate = 0.1, .loss_scale_factor = 8});
  const Case cases[] = {
      {optimizers::SGD({.learning_rate = 0.1}), true, "LossScaleOptimizer", scaled, 16384},
      {optimizers::SGD({.learning_rate = 0.1}), false, "SGD", plain},
      {own_factor, true, "LossScaleOptimizer", scaled, 16384},  // the factor is dropped
      {kept_factor, false, "SGD", plain},
      {own, true, "LossScaleOptimizer", plain, 16}};
  for (const Case& each : cases) {
    SCOPED_TRACE(&each - cases);
    const Sequential model = line({.optimizer = each.optimizer, .auto_scale_loss = each.automatic});
    EXPECT_EQ(model.optimizer()->class_name(), each.becomes);
    model.fit(line_x(), line_y(), in_order(2));
    expect_numbers(numbers_of(model), each.weights, 3e-3);
    if (each.scale == 0) continue;
    EXPECT_EQ(value_of(model, "dynamic_scale"), each.scale);
  }
}

}  // namespace
}  // namespace cornu
