#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct CosineSimilarityOptions {
  int64_t axis = -1;
  CORNU_LOSS_OPTIONS("cosine_similarity");
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis of the vectors.");
    loss_fields(field, config);
  }
};

/// The negative cosine of the angle between labels and predictions.
LossRef CosineSimilarity(const CosineSimilarityOptions& options = {});

}  // namespace cornu::losses
