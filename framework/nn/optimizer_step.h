#pragma once

#include <map>
#include <optional>
#include <vector>

#include "framework/nn/optimizer.h"

namespace cornu {

/// One step of an optimizer, as tensor expressions over what its variables hold. What is
/// elementwise runs on all variables at once; norms, constraints and optimizers that say so, on
/// each.
class OptimizerStep {
 public:
  /// An undefined condition stands for true.
  OptimizerStep(OptimizerBase& optimizer, const Tensor& condition);

  void run(const Tensors& gradients, const Variables& variables);

 private:
  /// Variables that are treated alike.
  struct Group {
    DType dtype;
    bool decays;
    Variables variables;
    Tensors gradients;
  };
  static Tensors values(const Variables& variables);
  /// What the optimizer keeps for each variable of a group.
  Variables own(const Variables& kept, const Group& group) const;
  Group& group_of(std::vector<Group>& groups, const Variable& variable, bool decays) const;

  std::vector<Tensors> on_all(std::string_view stage, const Group& group, const Tensors& scalars,
                              const std::vector<Tensors>& roles,
                              const ForeachFunction::Body& body) const;
  void unscale(Group& group) const;
  void accumulate(Group& group) const;
  void clip(std::vector<Group>& groups) const;
  void update(const Group& group);
  void update_each(const Group& group);
  void average() const;
  void constrain(const Variables& variables) const;

  /// What the optimizer keeps once moves on before the variables do.
  void update_shared();
  /// The step's scalars in a dtype; made once.
  const StepScalars& scalars(DType dtype);
  /// {weight, gradient, slots…} to {weight, slots…}, kept where the condition does not hold.
  Tensors advance(const Tensors& own, const StepScalars& scalars, bool decays,
                  const Tensor& condition) const;

  OptimizerBase& optimizer_;
  const OptimizerSettings& settings_;
  /// Whether a step does something that not all do: known, or a tensor that tells.
  struct Choice {
    std::optional<bool> known = true;
    Tensor where = {};
  };
  /// In each n-th of what takes `steps` steps.
  Choice every(int64_t n, int64_t steps = 1) const;

  Tensor condition_;  // everything happens only where this holds
  Choice updates_;    // and the update only where this does: accumulation
  Tensor iteration_, update_count_, learning_rate_;
  Tensors shared_;  // moved already
  std::map<DType, StepScalars> scalars_;
};

}  // namespace cornu
