#include <gtest/gtest.h>

#include "framework/base/file.h"
#include "framework/nn/catalog.h"
#include "framework/nn/metric.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "metrics/mean.h"
#include "metrics/sparse_top_k_categorical_accuracy.h"
#include "metrics/sum.h"
#include "tests/support/error_of.h"
#include "tests/support/json_tensor.h"

namespace cornu {
namespace {

Json golden() {
  const std::string path = concat(CORNU_SOURCE_DIR, "/tests/golden/objects/metrics.json");
  const Bytes bytes = read_file(path);
  return parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "metrics.json");
}

/// Feeds a fixture to a metric; in Keras a Mean takes its values alone.
void run_metric_case(const Json& entry, bool traced) {
  const std::string what = entry["class_name"].as_string() + " " + entry["config"].dump();
  const MetricRef metric = Handle<MetricBase>::cast(deserialize(MetricBase::kKind, entry));
  const bool values_only = !entry.contains("y_true");
  const Tensor y_pred = tensor_from_json(entry[values_only ? "values" : "y_pred"]);
  const Tensor y_true = values_only ? y_pred : tensor_from_json(entry["y_true"]);
  const Tensor weight = tensor_from_json(entry["sample_weight"]);
  // The second update has the labels turned around.
  const Tensor second_true = ops::flip(y_true, {.axis = 0});
  const Tensor second_pred = values_only ? tensor_from_json(entry["more"]) : y_pred;
  const auto update = [&](const Tensors& in) -> Tensors {
    metric.update_state(in[0], in[1], in.size() > 2 ? in[2] : Tensor());
    return {};
  };
  const TracedFunction function(update);
  const auto step = [&](const Tensors& in) { traced ? function(in) : update(in); };
  step({y_true, y_pred});
  EXPECT_NEAR(metric.result().item<double>(), entry["first"].as_double(), 2e-6) << what;
  step({second_true, second_pred, weight});
  EXPECT_NEAR(metric.result().item<double>(), entry["second"].as_double(), 2e-6) << what;
  metric.reset_state();
  step({y_true, y_pred});
  EXPECT_NEAR(metric.result().item<double>(), entry["first"].as_double(), 2e-6) << what;
}

TEST(Metrics, EqualKeras) {
  int seen = 0;
  const Json file = golden();
  for (const Json& entry : file.as_array()) {
    if (!find_class(MetricBase::kKind, "keras.metrics", entry["class_name"].as_string())) continue;
    ++seen;
    run_metric_case(entry, false);
    run_metric_case(entry, true);
  }
  EXPECT_GE(seen, 15);
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

}  // namespace
}  // namespace cornu
