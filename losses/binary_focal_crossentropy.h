#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct BinaryFocalCrossentropyOptions {
  bool apply_class_balancing = false;
  double alpha = 0.25;
  double gamma = 2;
  bool from_logits = false;
  double label_smoothing = 0;
  int64_t axis = -1;
  CORNU_LOSS_OPTIONS("binary_focal_crossentropy");
  static void fields(auto& field, auto& config) {
    field("apply_class_balancing", config.apply_class_balancing,
          "Whether the labels 1 and 0 weigh alpha and 1 - alpha.");
    field("alpha", config.alpha, "The weight of the label 1 where classes are balanced.");
    field("gamma", config.gamma,
          "How much less predictions that are right already weigh; 0: no less.");
    field("from_logits", config.from_logits, "Whether predictions are logits, not probabilities.");
    field("label_smoothing", config.label_smoothing, "Share that labels lose towards one half.");
    field("axis", config.axis, "The axis of the mean.");
    loss_fields(field, config);
  }
};

/// Lin and others, 2018: binary cross entropy times (1 − the probability of the label)^gamma.
LossRef BinaryFocalCrossentropy(const BinaryFocalCrossentropyOptions& options = {});

}  // namespace cornu::losses
