#include <gtest/gtest.h>

#include <cmath>

#include "framework/nn/auto_name.h"
#include "framework/ops/ops.h"
#include "metrics/auc.h"
#include "metrics/f1_score.h"
#include "metrics/false_negatives.h"
#include "metrics/fbeta_score.h"
#include "metrics/iou.h"
#include "metrics/mean_iou.h"
#include "metrics/one_hot_iou.h"
#include "metrics/precision.h"
#include "metrics/precision_at_recall.h"
#include "metrics/r2_score.h"
#include "metrics/recall.h"
#include "metrics/sensitivity_at_specificity.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

using namespace metrics;  // NOLINT(google-build-using-namespace)

TEST(MetricArguments, AreOneNumberOrAList) {
  const auto thresholds = [](const MetricRef& metric) {
    return metric->get_config()["thresholds"].dump();
  };
  EXPECT_EQ(thresholds(Recall()), "null");
  EXPECT_EQ(thresholds(Recall({.thresholds = 0.3})), "0.3");
  EXPECT_EQ(thresholds(Recall({.thresholds = 1})), "1.0");
  EXPECT_EQ(thresholds(Recall({.thresholds = {0.3}})), "[0.3]");
  EXPECT_EQ(thresholds(Recall({.thresholds = {0.3, 0.6}})), "[0.3, 0.6]");
  EXPECT_EQ(thresholds(FalseNegatives({.thresholds = {0, 0.5, 1}})), "[0.0, 0.5, 1.0]");
}

TEST(MetricArguments, OutOfRangeAreRefused) {
  EXPECT_EQ(error_of([] { Precision({.thresholds = 1.5}); }),
            "ValueError: Precision: thresholds must be in [0, 1], not 1.5.");
  EXPECT_EQ(error_of([] {
              FalseNegatives({.thresholds = {0.5, -0.5}});
            }),
            "ValueError: FalseNegatives: thresholds must be in [0, 1], not -0.5.");
  EXPECT_EQ(error_of([] { Recall({.top_k = 0}); }),
            "ValueError: Recall: top_k must be at least 1, not 0.");
  EXPECT_EQ(error_of([] { SensitivityAtSpecificity(1.5); }),
            "ValueError: SensitivityAtSpecificity: specificity must be in [0, 1], not 1.5.");
  EXPECT_EQ(error_of([] { PrecisionAtRecall(0.5, {.num_thresholds = 0}); }),
            "ValueError: PrecisionAtRecall: num_thresholds must be from 1 to 1000000, not 0.");
  EXPECT_EQ(error_of([] { AUC({.num_thresholds = 1}); }),
            "ValueError: AUC: num_thresholds must be from 2 to 1000000, not 1.");
  EXPECT_EQ(error_of([] { AUC({.num_labels = 3}); }),
            "ValueError: AUC: num_labels is of use only with multi_label.");
  EXPECT_EQ(error_of([] { AUC({.multi_label = true, .num_labels = -1}); }),
            "ValueError: AUC: num_labels must be at least 1, not -1.");
  EXPECT_EQ(error_of([] { AUC({.curve = "PRG"}); }),
            "ValueError: unknown choice \"PRG\". Did you mean \"PR\"?");
  EXPECT_EQ(error_of([] { F1Score({.threshold = 0}); }),
            "ValueError: F1Score: threshold must be above 0 and at most 1, not 0.0.");
  EXPECT_EQ(error_of([] { FBetaScore({.beta = -1}); }),
            "ValueError: FBetaScore: beta must be above 0, not -1.0.");
  EXPECT_EQ(error_of([] { R2Score({.num_regressors = -1}); }),
            "ValueError: R2Score: num_regressors must be at least 0, not -1.");
  EXPECT_EQ(error_of([] {
              IoU(2, {0, 2});
            }),
            "ValueError: IoU: target_class_ids holds 2, and classes are 0 to 1.");
  EXPECT_EQ(error_of([] { OneHotIoU(2, {}); }),
            "ValueError: OneHotIoU: target_class_ids is missing.");
  EXPECT_EQ(error_of([] { MeanIoU(0); }),
            "ValueError: MeanIoU: num_classes must be from 1 to 16384, not 0.");
  EXPECT_EQ(error_of([] { MeanIoU(int64_t{1} << 40); }),
            "ValueError: MeanIoU: num_classes must be from 1 to 16384, not 1099511627776.");
  EXPECT_EQ(error_of([] { AUC({.num_thresholds = int64_t{1} << 40}); }),
            "ValueError: AUC: num_thresholds must be from 2 to 1000000, not 1099511627776.");
  EXPECT_EQ(error_of([] { MetricRef("mean_io_u"); }),
            "ValueError: MeanIoU: num_classes must be from 1 to 16384, not 0.");
}

TEST(MetricArguments, FitTheData) {
  const Tensor y_true = constant({{0.f, 1.f}, {1.f, 0.f}});
  const Tensor y_pred = constant({{0.2f, 0.7f}, {0.6f, 0.1f}});
  const auto update = [&](const MetricRef& metric, const Tensor& labels, const Tensor& found) {
    return error_of([&] { metric.update_state(labels, found); });
  };
  EXPECT_EQ(update(Precision({.class_id = 2}), y_true, y_pred),
            "ShapeError: Precision: class_id is 2, and y_pred is f32[2,2].");
  EXPECT_EQ(update(Recall({.top_k = 3}), y_true, y_pred),
            "ShapeError: Recall: top_k is 3, and y_pred is f32[2,2].");
  EXPECT_EQ(update(Recall({.class_id = 0}), y_true[0], y_pred[0]),
            "ShapeError: Recall: class_id is 0, and y_pred is f32[2]: it must be [samples, "
            "classes].");
  EXPECT_EQ(update(Recall(), ones({2, 3}), y_pred),
            "ShapeError: Recall: shapes differ: y_true is f32[2,3], y_pred is f32[2,2].");
  EXPECT_EQ(update(AUC({.multi_label = true}), y_true[0], y_pred[0]),
            "ShapeError: AUC: with multi_label y_pred must be [samples, labels], not f32[2].");
  EXPECT_EQ(update(AUC({.multi_label = true, .num_labels = 3}), y_true, y_pred),
            "ShapeError: AUC: it counts 3 labels, and y_pred is f32[2,2].");
  EXPECT_EQ(update(AUC({.label_weights = {1, 2, 3}}), y_true, y_pred),
            "ShapeError: AUC: there are 3 label_weights, and y_pred is f32[2,2].");
  EXPECT_EQ(update(F1Score(), y_true[0], y_pred),
            "ShapeError: F1Score: y_true and y_pred must be [samples, classes], not f32[2] and "
            "f32[2,2].");
  EXPECT_EQ(update(R2Score(), ones({2, 3, 1}), ones({2, 3, 1})),
            "ShapeError: R2Score: y_true and y_pred must be [samples, outputs], not f32[2,3,1] and "
            "f32[2,3,1].");
  EXPECT_EQ(update(MeanIoU(2), ones({3}), ones({2})),
            "ShapeError: MeanIoU: y_true is f32[3], y_pred is f32[2]: they do not name as many "
            "classes.");
}

/// Keras names them by class and count, unless compile or the user does.
TEST(MetricArguments, NameByClassAndCount) {
  clear_session();
  EXPECT_EQ(AUC()->name(), "auc");
  EXPECT_EQ(AUC()->name(), "auc_1");
  EXPECT_EQ(Precision({.name = "p"})->name(), "p");
  EXPECT_EQ(Precision()->name(), "precision");
  EXPECT_EQ(IoU(2, {1})->get_config()["name"].as_string(), "io_u");
  EXPECT_EQ(F1Score()->name(), "f1_score");
}

/// Keras writes label_weights as a tensor, and cannot read them back; a list goes both ways.
TEST(MetricArguments, AreReadAsKerasWritesThem) {
  const Json file = parse_json(
      R"({"class_name": "AUC", "config": {"num_thresholds": 5, "thresholds": [0.2, 0.5, 0.6],
          "multi_label": true, "num_labels": null, "label_weights": {"class_name": "__tensor__",
          "config": {"value": [1.0, 2.0], "dtype": "float32"}}}})",
      "config.json");
  const MetricRef metric = Handle<MetricBase>::cast(deserialize(MetricBase::kKind, file));
  EXPECT_EQ(metric->get_config()["label_weights"].dump(), "[1.0, 2.0]");
  EXPECT_EQ(metric->get_config()["thresholds"].dump(), "[0.2, 0.5, 0.6]");
}

TEST(MetricArguments, NotANumberIsNeverPositive) {
  const MetricRef auc = AUC({.num_thresholds = 5}), recall = Recall();
  const Tensor y_true = constant({1.f, 1.f, 0.f}), y_pred = constant({NAN, 0.8f, 0.2f});
  auc.update_state(y_true, y_pred);
  recall.update_state(y_true, y_pred);
  EXPECT_EQ(recall.result().item<float>(), 0.5f);
  EXPECT_EQ(auc->variables()[0].value().to_vector<float>()[0], 1);  // true positives above -1e-7
}

}  // namespace
}  // namespace cornu
