#pragma once

#include "framework/nn/optimizer.h"

namespace cornu {

/// The options of LossScaleOptimizer, here because compile wraps the optimizers of float16 models.
struct LossScaleOptimizerOptions {
  OptimizerRef inner_optimizer = {};
  double initial_scale = 32768;
  int64_t dynamic_growth_steps = 2000;
  std::string name = {};

  static void fields(auto& field, auto& config) {
    field("inner_optimizer", config.inner_optimizer, "The optimizer that takes the steps.");
    field("initial_scale", config.initial_scale, "The first factor of the loss.");
    field("dynamic_growth_steps", config.dynamic_growth_steps,
          "Finite steps after which the factor doubles.");
    field("name", config.name, "Empty: the class's name.");
  }
};

}  // namespace cornu
