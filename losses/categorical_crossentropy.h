#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct CategoricalCrossentropyOptions {
  bool from_logits = false;
  double label_smoothing = 0;
  int64_t axis = -1;
  CORNU_LOSS_OPTIONS("categorical_crossentropy");
  static void fields(auto& field, auto& config) {
    field("from_logits", config.from_logits, "Whether predictions are logits, not probabilities.");
    field("label_smoothing", config.label_smoothing,
          "Share that labels lose to all classes alike.");
    field("axis", config.axis, "The axis of the classes.");
    loss_fields(field, config);
  }
};

/// Cross entropy of one-hot labels.
LossRef CategoricalCrossentropy(const CategoricalCrossentropyOptions& options = {});

}  // namespace cornu::losses
