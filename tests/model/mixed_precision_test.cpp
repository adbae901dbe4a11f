#include <gtest/gtest.h>

#include "framework/model/model.h"
#include "framework/nn/dtype_policy.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/layers.h"
#include "optimizers/adam.h"

namespace cornu {
namespace {

/// The process's policy while it lives.
class PolicyScope {
 public:
  explicit PolicyScope(const char* policy) : before_(dtype_policy()) { set_dtype_policy(policy); }
  ~PolicyScope() { set_dtype_policy(before_); }

 private:
  DTypePolicy before_;
};

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

}  // namespace
}  // namespace cornu
