#pragma once

#include "framework/base/field_containers.h"
#include "framework/nn/metric.h"

namespace cornu::metrics {

struct SpecificityAtSensitivityOptions {
  double sensitivity = 0.5;
  int64_t num_thresholds = 200;
  std::optional<int64_t> class_id = {};
  CORNU_METRIC_OPTIONS("");
  static void fields(auto& field, auto& config) {
    field("sensitivity", config.sensitivity, "The sensitivity that is asked for, in [0, 1].");
    field("num_thresholds", config.num_thresholds, "How many thresholds stand for the curve.");
    field("class_id", config.class_id,
          "The only class, an index of the last axis, that counts; null: all.");
    metric_fields(field, config);
  }
};

/// The best share of negative labels left alone where so many positive ones are found.
MetricRef SpecificityAtSensitivity(double sensitivity,
                                   SpecificityAtSensitivityOptions options = {});

}  // namespace cornu::metrics
