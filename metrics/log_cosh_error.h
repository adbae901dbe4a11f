#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct LogCoshErrorOptions {
  CORNU_METRIC_OPTIONS("logcosh");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// The mean of log cosh(y_pred − y_true).
MetricRef LogCoshError(const LogCoshErrorOptions& options = {});

}  // namespace cornu::metrics
