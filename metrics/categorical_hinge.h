#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct CategoricalHingeOptions {
  CORNU_METRIC_OPTIONS("categorical_hinge");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// max(the best other class − the label's + 1, 0) of one-hot labels.
MetricRef CategoricalHinge(const CategoricalHingeOptions& options = {});

}  // namespace cornu::metrics
