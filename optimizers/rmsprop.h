#pragma once

#include "framework/nn/optimizer.h"

namespace cornu::optimizers {

struct RMSpropOptions {
  LearningRate learning_rate = 0.001;
  double rho = 0.9;
  double momentum = 0;
  double epsilon = 1e-7;
  bool centered = false;
  CORNU_OPTIMIZER_OPTIONS;

  static void fields(auto& field, auto& config) {
    field("learning_rate", config.learning_rate, "The step's length, or its schedule.");
    field("rho", config.rho, "Share of the old average of squared gradients.");
    field("momentum", config.momentum, "Share of the last step that the next one keeps.");
    field("epsilon", config.epsilon, "Added below the root.");
    field("centered", config.centered, "Divides by the gradients' variance, not their square.");
    optimizer_fields(field, config);
  }
};

/// Divides each gradient by the root of a running mean of its squares:
/// v ← rho·v + (1 − rho)·g²; w ← w − rate·g / √(v + epsilon).
class RMSprop : public OptimizerRef {
 public:
  RMSprop() : RMSprop(RMSpropOptions{}) {}
  template <class O = RMSpropOptions>
  requires std::same_as<O, RMSpropOptions> RMSprop(const O& options) : OptimizerRef(options) {}
};

}  // namespace cornu::optimizers
