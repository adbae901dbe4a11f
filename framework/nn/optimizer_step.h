#pragma once

#include <map>

#include "framework/nn/optimizer.h"

namespace cornu {

/// One step of an optimizer, as tensor expressions over what its variables hold.
class OptimizerStep {
 public:
  /// An undefined condition stands for true.
  OptimizerStep(OptimizerBase& optimizer, const Tensor& condition);

  void run(Tensors gradients, const Variables& variables);

 private:
  void accumulate(Tensors& gradients, const Variables& variables);
  void clip(Tensors& gradients) const;
  /// The step's scalars in a dtype; made once.
  const StepScalars& scalars(DType dtype);
  /// {weight, gradient, slots…} to {weight, slots…}: the part that one kernel can do.
  Tensors advance(const Tensors& own, const StepScalars& scalars, bool decays) const;
  void average() const;
  void constrain(const Variables& variables) const;

  OptimizerBase& optimizer_;
  const OptimizerSettings& settings_;
  Tensor condition_;  // everything happens only where this holds
  Tensor updates_;    // and the update only where this holds: undefined without accumulation
  Tensor iteration_, update_count_, learning_rate_;
  std::map<DType, StepScalars> scalars_;
};

}  // namespace cornu
