#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct SumOptions {
  CORNU_METRIC_OPTIONS("sum");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// The sum of all values, weighted if weights are given. In compile the values are the
/// predictions; alone, `update_state({}, values)`.
MetricRef Sum(const SumOptions& options = {});

}  // namespace cornu::metrics
