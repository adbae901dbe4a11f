#pragma once

#include "framework/nn/optimizer.h"

namespace cornu::optimizers {

struct AdadeltaOptions {
  LearningRate learning_rate = 0.001;
  double rho = 0.95;
  double epsilon = 1e-7;
  CORNU_OPTIMIZER_OPTIONS;

  static void fields(auto& field, auto& config) {
    field("learning_rate", config.learning_rate, "The step's length, or its schedule.");
    field("rho", config.rho, "Share of the old averages at each step.");
    field("epsilon", config.epsilon, "Added below the roots.");
    optimizer_fields(field, config);
  }
};

/// Zeiler, 2012: a ← rho·a + (1 − rho)·g²; s = g · √(d + epsilon) / √(a + epsilon);
/// d ← rho·d + (1 − rho)·s²; w ← w − rate·s.
class Adadelta : public OptimizerRef {
 public:
  Adadelta() : Adadelta(AdadeltaOptions{}) {}
  template <class O = AdadeltaOptions>
  requires std::same_as<O, AdadeltaOptions> Adadelta(const O& options) : OptimizerRef(options) {}
};

}  // namespace cornu::optimizers
