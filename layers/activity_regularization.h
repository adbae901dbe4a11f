#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct ActivityRegularizationOptions {
  double l1 = 0;
  double l2 = 0;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("l1", config.l1, "Factor of the sum of absolute values.");
    field("l2", config.l2, "Factor of the sum of squares.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// Its input, whose penalty, divided by the batch size, is added to the loss of training.
LayerRef ActivityRegularization(ActivityRegularizationOptions options = {});

}  // namespace cornu::layers
