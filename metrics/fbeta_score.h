#pragma once

#include "metrics/f_score.h"

namespace cornu::metrics {

struct FBetaScoreOptions {
  std::optional<Choice<Average>> average = {};
  double beta = 1;
  std::optional<double> threshold = {};
  CORNU_METRIC_OPTIONS("fbeta_score");
  static void fields(auto& field, auto& config) {
    field("beta", config.beta, "How much more recall counts than precision; above 0.");
    f_score_fields(field, config);
  }
};

/// (1 + beta²)·P·R / (beta²·P + R) of precision and recall, of labels [samples, classes].
MetricRef FBetaScore(const FBetaScoreOptions& options = {});

}  // namespace cornu::metrics
