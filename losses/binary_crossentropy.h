#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct BinaryCrossentropyOptions {
  bool from_logits = false;
  double label_smoothing = 0;
  int64_t axis = -1;
  CORNU_LOSS_OPTIONS("binary_crossentropy");
  static void fields(auto& field, auto& config) {
    field("from_logits", config.from_logits, "Whether predictions are logits, not probabilities.");
    field("label_smoothing", config.label_smoothing, "Share that labels lose towards one half.");
    field("axis", config.axis, "The axis of the mean.");
    loss_fields(field, config);
  }
};

/// Cross entropy of yes-or-no labels.
LossRef BinaryCrossentropy(const BinaryCrossentropyOptions& options = {});

}  // namespace cornu::losses
