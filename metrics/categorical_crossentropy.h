#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct CategoricalCrossentropyOptions {
  CORNU_METRIC_OPTIONS("categorical_crossentropy");
  bool from_logits = false;
  double label_smoothing = 0;
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("from_logits", config.from_logits, "Whether predictions are logits, not probabilities.");
    field("label_smoothing", config.label_smoothing, "Share that labels lose.");
    field("axis", config.axis, "The axis of the classes.");
    metric_fields(field, config);
  }
};

/// Cross entropy of one-hot labels.
MetricRef CategoricalCrossentropy(const CategoricalCrossentropyOptions& options = {});

}  // namespace cornu::metrics
