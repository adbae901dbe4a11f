#pragma once

#include "framework/nn/optimizer.h"

namespace cornu::optimizers {

struct AdamOptions {
  LearningRate learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  bool amsgrad = false;
  CORNU_OPTIMIZER_OPTIONS;

  static void fields(auto& field, auto& config) {
    field("learning_rate", config.learning_rate, "The step's length, or its schedule.");
    field("beta_1", config.beta_1, "Share of the old average of gradients.");
    field("beta_2", config.beta_2, "Share of the old average of squared gradients.");
    field("epsilon", config.epsilon, "Added to the root.");
    field("amsgrad", config.amsgrad, "Divides by the largest average of squares so far.");
    optimizer_fields(field, config);
  }
};

/// Kingma and Ba, 2014: m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v);
/// w ← w − rate·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m / (√v + epsilon).
class Adam : public OptimizerRef {
 public:
  Adam() : Adam(AdamOptions{}) {}
  template <class O = AdamOptions>
  requires std::same_as<O, AdamOptions> Adam(const O& options) : OptimizerRef(options) {}
};

}  // namespace cornu::optimizers
