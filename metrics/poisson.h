#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct PoissonOptions {
  CORNU_METRIC_OPTIONS("poisson");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// The mean of y_pred − y_true · log y_pred.
MetricRef Poisson(const PoissonOptions& options = {});

}  // namespace cornu::metrics
