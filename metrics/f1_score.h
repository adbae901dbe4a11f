#pragma once

#include "metrics/f_score.h"

namespace cornu::metrics {

struct F1ScoreOptions {
  std::optional<Choice<Average>> average = {};
  std::optional<double> threshold = {};
  CORNU_METRIC_OPTIONS("f1_score");
  static void fields(auto& field, auto& config) { f_score_fields(field, config); }
};

/// The harmonic mean of precision and recall, 2·P·R / (P + R), of labels [samples, classes].
MetricRef F1Score(const F1ScoreOptions& options = {});

}  // namespace cornu::metrics
