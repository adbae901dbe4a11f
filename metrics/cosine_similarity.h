#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct CosineSimilarityOptions {
  CORNU_METRIC_OPTIONS("cosine_similarity");
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis of the vectors.");
    metric_fields(field, config);
  }
};

/// The cosine of the angle between labels and predictions along an axis.
MetricRef CosineSimilarity(const CosineSimilarityOptions& options = {});

}  // namespace cornu::metrics
