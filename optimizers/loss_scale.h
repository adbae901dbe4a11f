#pragma once

#include "framework/nn/loss_scale.h"

namespace cornu::optimizers {

/// Scales the loss so that float16 gradients do not vanish. The factor doubles after
/// `dynamic_growth_steps` finite steps; where a gradient is not finite it halves, and the step is
/// left out.
class LossScaleOptimizer : public OptimizerRef {
 public:
  LossScaleOptimizer(OptimizerRef inner_optimizer, LossScaleOptimizerOptions options = {});
};

}  // namespace cornu::optimizers
