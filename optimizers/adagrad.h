#pragma once

#include "framework/nn/optimizer.h"

namespace cornu::optimizers {

struct AdagradOptions {
  LearningRate learning_rate = 0.001;
  double initial_accumulator_value = 0.1;
  double epsilon = 1e-7;
  CORNU_OPTIMIZER_OPTIONS;

  static void fields(auto& field, auto& config) {
    field("learning_rate", config.learning_rate, "The step's length, or its schedule.");
    field("initial_accumulator_value", config.initial_accumulator_value,
          "What sums of squares start at.");
    field("epsilon", config.epsilon, "Added below the root.");
    optimizer_fields(field, config);
  }
};

/// Duchi and others, 2011: a ← a + g²; w ← w − rate·g / √(a + epsilon).
class Adagrad : public OptimizerRef {
 public:
  Adagrad() : Adagrad(AdagradOptions{}) {}
  template <class O = AdagradOptions>
  requires std::same_as<O, AdagradOptions> Adagrad(const O& options) : OptimizerRef(options) {}
};

}  // namespace cornu::optimizers
