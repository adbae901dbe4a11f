#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct MeanSquaredLogarithmicErrorOptions {
  CORNU_METRIC_OPTIONS("mean_squared_logarithmic_error");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// The mean of (log(1 + y_pred) − log(1 + y_true))².
MetricRef MeanSquaredLogarithmicError(const MeanSquaredLogarithmicErrorOptions& options = {});

}  // namespace cornu::metrics
