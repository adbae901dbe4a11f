#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct CategoricalFocalCrossentropyOptions {
  double alpha = 0.25;
  double gamma = 2;
  bool from_logits = false;
  double label_smoothing = 0;
  int64_t axis = -1;
  CORNU_LOSS_OPTIONS("categorical_focal_crossentropy");
  static void fields(auto& field, auto& config) {
    field("alpha", config.alpha, "A factor.");
    field("gamma", config.gamma,
          "How much less predictions that are right already weigh; 0: no less.");
    field("from_logits", config.from_logits, "Whether predictions are logits, not probabilities.");
    field("label_smoothing", config.label_smoothing,
          "Share that labels lose to all classes alike.");
    field("axis", config.axis, "The axis of the classes.");
    loss_fields(field, config);
  }
};

/// Lin and others, 2018: −Σ alpha · (1 − p)^gamma · y log p.
LossRef CategoricalFocalCrossentropy(const CategoricalFocalCrossentropyOptions& options = {});

}  // namespace cornu::losses
