#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct KLDivergenceOptions {
  CORNU_METRIC_OPTIONS("kl_divergence");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// Σ y_true · log(y_true / y_pred).
MetricRef KLDivergence(const KLDivergenceOptions& options = {});

}  // namespace cornu::metrics
