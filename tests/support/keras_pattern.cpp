#include "tests/support/keras_pattern.h"

#include <gtest/gtest.h>

#include <cmath>

#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/dense.h"
#include "optimizers/sgd.h"

namespace cornu {

namespace {

Tensors patterns_for(const Tensors& weights) {
  Tensors values;
  for (const Tensor& weight : weights)
    values.push_back(ops::cast(
        pattern(weight.shape(), 0.3 + 0.37 * static_cast<double>(values.size())), weight.dtype()));
  return values;
}

OptimizerRef or_sgd(const OptimizerRef& optimizer) {
  const bool given = optimizer.spelling() != CompileOptions().optimizer.spelling();
  return given ? optimizer : optimizers::SGD({.learning_rate = 0.1});
}

}  // namespace

Tensor pattern(const Shape& shape, double step) {
  std::vector<float> values(static_cast<size_t>(shape.elements()));
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(std::sin(step * static_cast<double>(i + 1)));
  return Tensor::from_host({DType::f32, shape}, values.data());
}

Tensor labels(int64_t count, int64_t classes) {
  std::vector<int32_t> values;
  for (int64_t i = 0; i < count; ++i) values.push_back(static_cast<int32_t>((7 * i + 3) % classes));
  return Tensor::from_host({DType::i32, {count}}, values.data());
}

void fill(const Model& model) { Model(model).set_weights(patterns_for(model.get_weights())); }
void fill(const LayerRef& layer) { layer->set_weights(patterns_for(layer->get_weights())); }

Tensor line_x() { return pattern({10, 3}, 0.7); }
Tensor line_y() { return pattern({10, 1}, 1.3); }

Sequential line_of(int64_t units, const Activation& activation) {
  Sequential model({Input({3}), layers::Dense(units, {.activation = activation})});
  fill(model);
  return model;
}

Sequential line(CompileOptions options) {
  Sequential model = line_of(1);
  options.optimizer = or_sgd(options.optimizer);
  options.loss = "mse";
  model.compile(options);
  return model;
}

Sequential line_by(const OptimizerRef& optimizer) { return line({.optimizer = optimizer}); }

Model fork(CompileOptions options) {
  const Tensor input = Input({3});
  Model model(input,
              {layers::Dense(1, {.name = "a"})(input), layers::Dense(1, {.name = "b"})(input)});
  fill(model);
  options.optimizer = or_sgd(options.optimizer);
  model.compile(options);
  return model;
}

FitOptions in_order(int64_t epochs, Callbacks callbacks) {
  return {.epochs = epochs,
          .batch_size = 4,
          .verbose = 0,
          .shuffle = false,
          .callbacks = std::move(callbacks)};
}

std::vector<double> numbers_of(const Tensors& tensors) {
  std::vector<double> all;
  for (const Tensor& tensor : tensors) {
    const auto values = tensor.to_vector<double>();
    all.insert(all.end(), values.begin(), values.end());
  }
  return all;
}

std::vector<double> numbers_of(const Model& model) { return numbers_of(model.get_weights()); }

void expect_numbers(const std::vector<double>& got, const std::vector<double>& expected,
                    double tolerance) {
  ASSERT_EQ(got.size(), expected.size());
  for (size_t i = 0; i < got.size(); ++i) {
    if (std::isnan(expected[i]))
      EXPECT_TRUE(std::isnan(got[i])) << i << ": " << got[i];
    else
      EXPECT_NEAR(got[i], expected[i], tolerance * std::max(std::abs(expected[i]), 0.01)) << i;
  }
}

void expect_logs(const Logs& logs, const Logs& expected) {
  for (const auto& [name, value] : expected) {
    SCOPED_TRACE(name);
    expect_numbers({logs[name]}, {value});
  }
}

void expect_history(const History& history, const std::vector<History::Entry>& expected) {
  for (const auto& [name, values] : expected) {
    SCOPED_TRACE(name);
    expect_numbers(history[name], values);
  }
}

}  // namespace cornu
