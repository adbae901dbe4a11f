#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "framework/base/choice.h"
#include "framework/base/field_containers.h"
#include "framework/nn/metric.h"

namespace cornu {

/// How the scores of several outputs become one.
enum class ClassAggregation : uint8_t { uniform_average, variance_weighted_average };

template <>
struct EnumNames<ClassAggregation> {
  static constexpr std::array<std::string_view, 2> names = {"uniform_average",
                                                            "variance_weighted_average"};
};

namespace metrics {

struct R2ScoreOptions {
  std::optional<Choice<ClassAggregation>> class_aggregation = ClassAggregation::uniform_average;
  int64_t num_regressors = 0;
  CORNU_METRIC_OPTIONS("r2_score");
  static void fields(auto& field, auto& config) {
    field("class_aggregation", config.class_aggregation,
          "The mean over outputs, or by their variances; null: one score for each.");
    field("num_regressors", config.num_regressors,
          "Independent inputs, for the adjusted score; 0: not adjusted.");
    metric_fields(field, config);
  }
};

/// 1 − Σ(y_true − y_pred)² / Σ(y_true − mean)²: the share of the variance that predictions explain.
/// Labels are [samples, outputs]. Adjusted for regressors where there are samples enough.
MetricRef R2Score(const R2ScoreOptions& options = {});

}  // namespace metrics

}  // namespace cornu
