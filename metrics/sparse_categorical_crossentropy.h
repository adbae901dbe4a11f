#pragma once

#include "framework/base/field_containers.h"
#include "framework/nn/metric.h"

namespace cornu::metrics {

struct SparseCategoricalCrossentropyOptions {
  CORNU_METRIC_OPTIONS("sparse_categorical_crossentropy");
  bool from_logits = false;
  std::optional<int64_t> ignore_class = {};
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("from_logits", config.from_logits, "Whether predictions are logits, not probabilities.");
    field("ignore_class", config.ignore_class, "A label whose places do not count.");
    field("axis", config.axis, "The axis of the classes.");
    metric_fields(field, config);
  }
};

/// Cross entropy of integer labels.
MetricRef SparseCategoricalCrossentropy(const SparseCategoricalCrossentropyOptions& options = {});

}  // namespace cornu::metrics
