#pragma once

#include "framework/nn/optimizer.h"

namespace cornu::optimizers {

struct AdamWOptions {
  LearningRate learning_rate = 0.001;
  double weight_decay = 0.004;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  bool amsgrad = false;
  CORNU_OPTIMIZER_OPTIONS_BUT_DECAY;

  static void fields(auto& field, auto& config) {
    field("learning_rate", config.learning_rate, "The step's length, or its schedule.");
    field("weight_decay", config.weight_decay, kWeightDecayDoc);
    field("beta_1", config.beta_1, "Share of the old average of gradients.");
    field("beta_2", config.beta_2, "Share of the old average of squared gradients.");
    field("epsilon", config.epsilon, "Added to the root.");
    field("amsgrad", config.amsgrad, "Divides by the largest average of squares so far.");
    optimizer_fields_but_decay(field, config);
  }
};

/// Loshchilov and Hutter, 2019: Adam after w ← w − rate·weight_decay·w, which is no part of the
/// gradient.
class AdamW : public OptimizerRef {
 public:
  AdamW() : AdamW(AdamWOptions{}) {}
  template <class O = AdamWOptions>
  requires std::same_as<O, AdamWOptions> AdamW(const O& options) : OptimizerRef(options) {}
};

}  // namespace cornu::optimizers
