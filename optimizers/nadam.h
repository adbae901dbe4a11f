#pragma once

#include "framework/nn/optimizer.h"

namespace cornu::optimizers {

struct NadamOptions {
  LearningRate learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  CORNU_OPTIMIZER_OPTIONS;

  static void fields(auto& field, auto& config) {
    field("learning_rate", config.learning_rate, "The step's length, or its schedule.");
    field("beta_1", config.beta_1, "Share of the old average of gradients.");
    field("beta_2", config.beta_2, "Share of the old average of squared gradients.");
    field("epsilon", config.epsilon, "Added to the root.");
    optimizer_fields(field, config);
  }
};

/// Dozat, 2015: Adam that looks one step of momentum ahead. With u(t) = β₁(1 − 0.96ᵗ/2) and U the
/// product of all u so far, m and v as in Adam:
/// w ← w − rate · (u(t+1)·m/(1 − U·u(t+1)) + (1 − u(t))·g/(1 − U)) / (√(v/(1 − β₂ᵗ)) + epsilon).
class Nadam : public OptimizerRef {
 public:
  Nadam() : Nadam(NadamOptions{}) {}
  template <class O = NadamOptions>
  requires std::same_as<O, NadamOptions> Nadam(const O& options) : OptimizerRef(options) {}
};

}  // namespace cornu::optimizers
