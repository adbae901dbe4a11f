#pragma once

#include "framework/nn/optimizer.h"

namespace cornu::optimizers {

struct SGDOptions {
  LearningRate learning_rate = 0.01;
  double momentum = 0;
  bool nesterov = false;
  CORNU_OPTIMIZER_OPTIONS;

  static void fields(auto& field, auto& config) {
    field("learning_rate", config.learning_rate, "The step's length, or its schedule.");
    field("momentum", config.momentum,
          "Share of the last step that the next one keeps, in [0, 1].");
    field("nesterov", config.nesterov, "Looks one step of momentum ahead.");
    optimizer_fields(field, config);
  }
};

/// Gradient descent. With momentum: v ← momentum·v − rate·g; w ← w + v, or with `nesterov`
/// w ← w + momentum·v − rate·g.
class SGD : public OptimizerRef {
 public:
  SGD() : SGD(SGDOptions{}) {}
  template <class O = SGDOptions>
  requires std::same_as<O, SGDOptions> SGD(const O& options) : OptimizerRef(options) {}
};

}  // namespace cornu::optimizers
