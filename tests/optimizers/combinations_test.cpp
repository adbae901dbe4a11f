#include <gtest/gtest.h>

#include <cmath>

#include "framework/ops/ops.h"
#include "optimizers/adam.h"
#include "optimizers/loss_scale.h"
#include "optimizers/schedules/exponential_decay.h"
#include "optimizers/schedules/piecewise_constant_decay.h"
#include "optimizers/sgd.h"
#include "tests/support/keras_pattern.h"

/// What optimizers do in one another's way: schedules, accumulation, averages, clipping, scales of
/// the loss. Keras 3.15's numbers.
namespace cornu {
namespace {

using optimizers::Adam;
using optimizers::LossScaleOptimizer;
using optimizers::SGD;
using Numbers = std::vector<double>;

/// Two epochs of five batches.
void expect_fitted(const OptimizerRef& optimizer, const Numbers& expected) {
  const Sequential model = line_by(optimizer);
  model.fit(line_x(), line_y(), {.epochs = 2, .batch_size = 2, .verbose = 0, .shuffle = false});
  expect_numbers(numbers_of(model), expected);
}

/// They move with each batch, though the weights do not.
TEST(Schedules, CountBatchesThatAreAccumulated) {
  expect_fitted(Adam({.learning_rate = schedules::ExponentialDecay(0.1, 2, 0.5),
                      .gradient_accumulation_steps = 2}),
                {0.162931, 0.432349, 0.655923, 0.495631});
  expect_fitted(
      SGD({.learning_rate = schedules::PiecewiseConstantDecay({1, 3, 5}, {0.1, 0.05, 0.2, 0.01}),
           .momentum = 0.5,
           .gradient_accumulation_steps = 3}),
      {0.0429537, 0.101499, 0.327431, 0.0720876});
}

/// They are made, and put in place, at updates of the weights alone.
TEST(Averages, CountAccumulatedBatchesOnce) {
  expect_fitted(SGD({.learning_rate = 0.1,
                     .use_ema = true,
                     .ema_momentum = 0.5,
                     .ema_overwrite_frequency = 2,
                     .gradient_accumulation_steps = 2}),
                {0.125965, 0.227718, 0.437494, 0.250599});
}

TEST(LossScaleOptimizer, WrapsAccumulationAndClipping) {
  expect_fitted(
      LossScaleOptimizer(
          Adam({.learning_rate = 0.05, .clipnorm = 0.3, .gradient_accumulation_steps = 2}),
          {.initial_scale = 4}),
      {0.0691217, 0.314916, 0.541368, 0.37099});
}

/// The weights, the scale, its finite steps and the batches that the optimizer inside has seen.
std::vector<Numbers> steps_of(const std::vector<Tensor>& gradients) {
  Variable weight(constant({1.f, 2.f, 3.f}), {.name = "w"});
  const OptimizerRef optimizer = LossScaleOptimizer(
      SGD({.learning_rate = 0.1, .clipnorm = 0.5, .gradient_accumulation_steps = 2}),
      {.initial_scale = 4, .dynamic_growth_steps = 3});
  std::vector<Numbers> all;
  for (const Tensor& gradient : gradients) {
    optimizer.apply(Tensors{gradient}, Variables{weight});
    Tensors values = {weight.value(), {}, {}, {}};
    for (const Variable& variable : optimizer->variables()) {
      if (variable.name() == "dynamic_scale") values[1] = variable.value();
      if (variable.name() == "step_counter") values[2] = variable.value();
      if (variable.name() == "iteration") values[3] = variable.value();  // the last is inside
    }
    all.push_back(numbers_of(values));
  }
  return all;
}

void expect_steps(const Tensor& second, const std::vector<Numbers>& expected) {
  const std::vector<Numbers> got =
      steps_of({constant({4.f, -8.f, 2.f}), second, constant({2.f, 2.f, 0.f}),
                constant({0.f, 4.f, 4.f}), constant({1.f, 1.f, 1.f}), constant({1.f, -1.f, 2.f})});
  ASSERT_EQ(got.size(), expected.size());
  for (size_t i = 0; i < got.size(); ++i) {
    SCOPED_TRACE(i);
    expect_numbers(got[i], expected[i]);
  }
}

TEST(LossScaleOptimizer, DoublesAfterFiniteSteps) {
  expect_steps(constant({1.f, 2.f, 3.f}), {{1, 2, 3, 4, 1, 1},
                                           {0.973042, 2.03235, 2.97304, 4, 2, 2},
                                           {0.973042, 2.03235, 2.97304, 8, 0, 3},
                                           {0.952629, 1.99153, 2.95263, 8, 1, 4},
                                           {0.952629, 1.99153, 2.95263, 8, 2, 5},
                                           {0.940129, 1.99153, 2.93388, 16, 0, 6}});
}

/// A batch with an infinite gradient is not accumulated; the one before it stays.
TEST(LossScaleOptimizer, LeavesInfiniteBatchesOutOfAccumulation) {
  expect_steps(constant({1.f, INFINITY, 0.f}), {{1, 2, 3, 4, 1, 1},
                                                {1, 2, 3, 2, 0, 1},
                                                {0.956356, 2.02182, 2.98909, 2, 1, 2},
                                                {0.956356, 2.02182, 2.98909, 2, 2, 3},
                                                {0.949355, 1.98681, 2.95408, 4, 0, 4},
                                                {0.949355, 1.98681, 2.95408, 4, 1, 5}});
}

/// A step of 0.1 on 1, 2, 3 by `gradient`, and on another variable of 1 by 0.5.
void expect_step(const OptimizerRef& optimizer, const Tensor& gradient, const Numbers& expected) {
  Variable v(constant({1.f, 2.f, 3.f}), {.name = "v"}), u(constant({1.f}), {.name = "u"});
  optimizer.apply(Tensors{gradient, constant({0.5f})}, Variables{v, u});
  expect_numbers(numbers_of(Tensors{v.value(), u.value()}), expected);
}

TEST(Clipping, OfGradientsThatAreNotFinite) {
  const Tensor infinite = constant({1.f, INFINITY, 0.f}), unknown = constant({1.f, NAN, 0.f});
  const Tensor nothing = zeros({3});
  const auto norm = [] { return SGD({.learning_rate = 0.1, .clipnorm = 0.5}); };
  expect_step(norm(), infinite, {1, NAN, 3, 0.95});
  expect_step(norm(), unknown, {NAN, NAN, NAN, 0.95});
  expect_step(norm(), nothing, {1, 2, 3, 0.95});
  const auto global = [] { return SGD({.learning_rate = 0.1, .global_clipnorm = 0.5}); };
  expect_step(global(), infinite, {NAN, NAN, NAN, NAN});
  expect_step(global(), unknown, {NAN, NAN, NAN, NAN});
  expect_step(global(), nothing, {1, 2, 3, 0.95});
  const auto value = [] { return SGD({.learning_rate = 0.1, .clipvalue = 0.5}); };
  expect_step(value(), infinite, {0.95, 1.95, 3, 0.95});
  expect_step(value(), unknown, {0.95, NAN, 3, 0.95});
  expect_step(value(), nothing, {1, 2, 3, 0.95});
}

}  // namespace
}  // namespace cornu
