#include "layers/batch_normalization.h"

#include <gtest/gtest.h>

#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/dense.h"
#include "optimizers/adam.h"
#include "optimizers/sgd.h"
#include "tests/support/keras_pattern.h"

/// BatchNormalization in a model that is trained; Keras 3.15's numbers.
namespace cornu {
namespace {

using Numbers = std::vector<double>;

Sequential normalizing() {
  Sequential model({Input({4}), layers::BatchNormalization({.momentum = 0.5}), layers::Dense(1)});
  fill(model);
  Tensors weights = model.get_weights();
  weights[3] = ops::abs(weights[3]) + 0.5;  // the variance
  model.set_weights(weights);
  return model;
}

History train(const Sequential& model, const OptimizerRef& optimizer) {
  model.compile({.optimizer = optimizer, .loss = "mse"});
  return model.fit(pattern({10, 4}, 0.7), line_y(), {.epochs = 2, .verbose = 0, .shuffle = false});
}

/// gamma, beta, and the dense layer's; the moving ones are the same whatever the optimizer does.
void expect_trained(const Model& model, Numbers expected) {
  const Numbers moving = {0.266082, 0.292968, 0.0691607, -0.189965,
                          0.740243, 0.600775, 0.729109,  0.624487};
  expected.insert(expected.begin() + 8, moving.begin(), moving.end());
  expect_numbers(numbers_of(model), expected);
}

TEST(BatchNormalizationInAModel, DecaysLikeAnyWeight) {
  const Sequential model = normalizing();
  const OptimizerRef decaying = optimizers::SGD({.learning_rate = 0.1, .weight_decay = 0.2});
  train(model, decaying);
  expect_trained(model, {0.436051, 0.460704, 0.63981, 0.905692, 0.471336, 0.987468, 0.973437,
                         0.332932, 0.914162, -0.413901, -0.793199, 0.671062, 0.675422});
}

TEST(BatchNormalizationInAModel, IsLeftOutOfDecayByName) {
  const Sequential model = normalizing();
  const OptimizerRef decaying = optimizers::SGD({.learning_rate = 0.1, .weight_decay = 0.2});
  decaying->exclude_from_weight_decay({}, {"gamma", "beta"});
  train(model, decaying);
  expect_trained(model, {0.450891, 0.48142, 0.668622, 0.942738, 0.494814, 1.02636, 1.01005,
                         0.349698, 0.915807, -0.41057, -0.789769, 0.672029, 0.676866});
}

/// Frozen it predicts: neither its weights nor what it has seen move.
TEST(BatchNormalizationInAModel, StandsStillWhileFrozen) {
  const Sequential model = normalizing();
  model.layers()[0]->set_trainable(false);
  const Numbers before = numbers_of(model);
  expect_history(train(model, optimizers::Adam({.learning_rate = 0.1})),
                 {{"loss", {2.03423, 1.328}}});
  const Numbers after = numbers_of(model);
  for (size_t i = 0; i < 16; ++i) EXPECT_EQ(after[i], before[i]);
  expect_numbers({after.begin() + 16, after.end()},
                 {0.782717, -0.594928, -1.0039, 0.546489, 0.640131});

  model.layers()[0]->set_trainable(true);
  expect_history(train(model, optimizers::Adam({.learning_rate = 0.1})),
                 {{"loss", {1.16787, 0.976096}}});
  expect_trained(model, {0.494114, 0.372807, 0.593599, 1.10907, 0.664074, 0.923777, 0.857304,
                         0.487598, 0.879322, -0.464686, -0.862849, 0.653744, 0.685592});
}

}  // namespace
}  // namespace cornu
