#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct CircleOptions {
  double gamma = 80;
  double margin = 0.4;
  bool remove_diagonal = true;
  CORNU_LOSS_OPTIONS("circle");
  static void fields(auto& field, auto& config) {
    field("gamma", config.gamma, "A factor of all similarities.");
    field("margin", config.margin, "How far apart from the ideal pairs may lie.");
    field("remove_diagonal", config.remove_diagonal, "Whether a sample is no pair with itself.");
    loss_fields(field, config);
  }
};

/// Sun and others, 2020: embeddings [batch, n] of length 1, integer labels [batch]. Samples whose
/// loss is 0 do not count in the mean.
LossRef Circle(const CircleOptions& options = {});

}  // namespace cornu::losses
