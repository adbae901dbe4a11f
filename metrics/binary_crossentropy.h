#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct BinaryCrossentropyOptions {
  CORNU_METRIC_OPTIONS("binary_crossentropy");
  bool from_logits = false;
  double label_smoothing = 0;
  static void fields(auto& field, auto& config) {
    field("from_logits", config.from_logits, "Whether predictions are logits, not probabilities.");
    field("label_smoothing", config.label_smoothing, "Share that labels lose.");
    metric_fields(field, config);
  }
};

/// Cross entropy of yes-or-no labels.
MetricRef BinaryCrossentropy(const BinaryCrossentropyOptions& options = {});

}  // namespace cornu::metrics
