#pragma once

#include "framework/nn/optimizer.h"

namespace cornu::optimizers {

struct LionOptions {
  LearningRate learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.99;
  CORNU_OPTIMIZER_OPTIONS;

  static void fields(auto& field, auto& config) {
    field("learning_rate", config.learning_rate, "The step's length, or its schedule.");
    field("beta_1", config.beta_1, "Share of the old average in the step's direction, in (0, 1].");
    field("beta_2", config.beta_2, "Share of the old average in the new one.");
    optimizer_fields(field, config);
  }
};

/// Chen and others, 2023: w ← w − rate · sign(β₁·m + (1 − β₁)·g); m ← β₂·m + (1 − β₂)·g.
class Lion : public OptimizerRef {
 public:
  Lion() : Lion(LionOptions{}) {}
  template <class O = LionOptions>
  requires std::same_as<O, LionOptions> Lion(const O& options) : OptimizerRef(options) {}
};

}  // namespace cornu::optimizers
