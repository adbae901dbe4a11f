#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct MeanOptions {
  CORNU_METRIC_OPTIONS("mean");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// The mean of all values, weighted if weights are given. In compile the values are the
/// predictions; alone, `update_state({}, values)`.
MetricRef Mean(const MeanOptions& options = {});

}  // namespace cornu::metrics
