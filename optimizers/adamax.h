#pragma once

#include "framework/nn/optimizer.h"

namespace cornu::optimizers {

struct AdamaxOptions {
  LearningRate learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  CORNU_OPTIMIZER_OPTIONS;

  static void fields(auto& field, auto& config) {
    field("learning_rate", config.learning_rate, "The step's length, or its schedule.");
    field("beta_1", config.beta_1, "Share of the old average of gradients.");
    field("beta_2", config.beta_2, "How much of the largest magnitude stays at each step.");
    field("epsilon", config.epsilon, "Added to the largest magnitude.");
    optimizer_fields(field, config);
  }
};

/// Kingma and Ba, 2014, section 7: m ← m + (1 − β₁)(g − m); u ← max(β₂·u, |g|);
/// w ← w − rate/(1 − β₁ᵗ) · m / (u + epsilon).
class Adamax : public OptimizerRef {
 public:
  Adamax() : Adamax(AdamaxOptions{}) {}
  template <class O = AdamaxOptions>
  requires std::same_as<O, AdamaxOptions> Adamax(const O& options) : OptimizerRef(options) {}
};

}  // namespace cornu::optimizers
