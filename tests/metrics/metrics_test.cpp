#include <gtest/gtest.h>

#include <cmath>

#include "framework/nn/catalog.h"
#include "framework/nn/metric.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "metrics/mean.h"
#include "metrics/sparse_categorical_crossentropy.h"
#include "metrics/sparse_top_k_categorical_accuracy.h"
#include "metrics/sum.h"
#include "tests/support/error_of.h"
#include "tests/support/golden_objects.h"
#include "tests/support/json_tensor.h"
#include "tests/support/keras_pattern.h"

namespace cornu {
namespace {

void expect_close(const Tensor& got, const Json& expected) {
  const auto values = got.to_vector<double>();
  const auto wanted = tensor_from_json(expected).to_vector<double>();
  ASSERT_EQ(values.size(), wanted.size());
  for (size_t i = 0; i < values.size(); ++i)
    EXPECT_NEAR(values[i], wanted[i], 3e-6 * std::max(1.0, std::abs(wanted[i])));
}

/// Feeds a row to its metric; in Keras a Mean takes its values alone.
void run_metric_case(const Json& row, bool traced) {
  SCOPED_TRACE(
      concat(row["class_name"].as_string(), row["config"].dump(), traced ? " traced" : ""));
  const MetricRef metric = Handle<MetricBase>::cast(deserialize(MetricBase::kKind, row));
  const bool values_only = !row.contains("y_true");
  Tensor y_pred = tensor_from_json(row[values_only ? "values" : "y_pred"]);
  if (const Json* mask = row.find("mask"))
    y_pred = y_pred.with_mask(ops::cast(tensor_from_json(*mask), DType::boolean));
  const Tensor y_true = values_only ? y_pred : tensor_from_json(row["y_true"]);
  const Tensor weight = tensor_from_json(row["sample_weight"]);
  // The second update has the labels turned around.
  const Tensor second_true = ops::flip(y_true, {.axis = 0});
  const Tensor second_pred = values_only ? tensor_from_json(row["more"]) : y_pred;
  const auto update = [&](const Tensors& in) -> Tensors {
    metric.update_state(in[0], in[1], in.size() > 2 ? in[2] : Tensor());
    return {};
  };
  const TracedFunction function(update);
  const auto step = [&](const Tensors& in) { traced ? function(in) : update(in); };
  step({y_true, y_pred});
  expect_close(metric.result(), row["first"]);
  step({second_true, second_pred, weight});
  expect_close(metric.result(), row["second"]);
  metric.reset_state();
  step({y_true, y_pred});
  expect_close(metric.result(), row["first"]);
  std::vector<std::string> names, expected;
  for (const Variable& variable : metric->variables()) names.push_back(variable.name());
  for (const Json& name : row["names"].as_array()) expected.push_back(name.as_string());
  EXPECT_EQ(names, expected);
}

TEST(Metrics, EqualKeras) {
  const Json rows = golden_objects("metrics");
  for (const Json& row : rows.as_array())
    for (const bool traced : {false, true}) run_metric_case(row, traced);
  EXPECT_EQ(unseen_arguments(MetricBase::kKind, rows, {"name"}), std::vector<std::string>());
}

TEST(Metrics, HonourMasks) {
  const MetricRef metric = "sparse_categorical_accuracy";
  const Tensor y_pred = constant({{{0.9f, 0.1f}, {0.2f, 0.8f}}, {{0.3f, 0.7f}, {0.6f, 0.4f}}});
  const Tensor y_true = constant({{0, 0}, {1, 1}});
  metric.update_state(y_true, y_pred.with_mask(constant({{true, false}, {true, false}})));
  EXPECT_EQ(metric.result().item<float>(), 1);
  metric.reset_state();
  metric.update_state(y_true, y_pred);
  EXPECT_EQ(metric.result().item<float>(), 0.5f);
}

TEST(Metrics, SumAndMeanTakeValues) {
  const MetricRef sum = metrics::Sum(), mean = metrics::Mean({.name = "m"});
  const Tensor values = constant({1.f, 3.f, 5.f, 7.f}), weight = constant({1.f, 1.f, 0.f, 0.f});
  sum.update_state({}, values);
  mean.update_state({}, values, weight);
  EXPECT_EQ(sum.result().item<float>(), 16);
  EXPECT_EQ(mean.result().item<float>(), 2);
  sum.update_state({}, values, weight);
  EXPECT_EQ(sum.result().item<float>(), 20);
  EXPECT_EQ(mean->get_config()["name"].as_string(), "m");
}

TEST(Metrics, OfNothingAreZero) { EXPECT_EQ(MetricRef("mean").result().item<float>(), 0); }

TEST(Metrics, TopKCountsTheClassesThatAreBetter) {
  const MetricRef top2 = metrics::SparseTopKCategoricalAccuracy({.k = 2});
  top2.update_state(constant({2, 0}), constant({{0.5f, 0.2f, 0.3f}, {0.1f, 0.4f, 0.5f}}));
  EXPECT_EQ(top2.result().item<float>(), 0.5f);
}

/// Keras's metric, unlike its loss, counts them: as zeros.
TEST(Metrics, CountPlacesOfTheIgnoredClass) {
  const MetricRef metric = metrics::SparseCategoricalCrossentropy({.ignore_class = -1});
  metric.update_state(constant({-1, 0, 2, -1}), ops::softmax(pattern({4, 3}, 0.7)));
  EXPECT_NEAR(metric.result().item<float>(), 0.306655, 1e-5);
}

}  // namespace
}  // namespace cornu
