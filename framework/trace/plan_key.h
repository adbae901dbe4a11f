#pragma once

#include <vector>

#include "framework/ir/graph.h"
#include "framework/runtime/process_state.h"

namespace cornu {

/// What a plan was made for beside its arguments: settings of the process.
struct PlanConditions {
  bool deterministic;
  int threads;
  DType compute, variable;  ///< The dtype policy.

  static PlanConditions now();
  friend bool operator==(const PlanConditions&, const PlanConditions&) = default;
};

/// The variables that a program reads, and whether each was trainable when it was traced.
class TrainableSet {
 public:
  void add(const Variable& variable) { reads_.emplace_back(variable, variable.trainable()); }
  /// Whether all are still as they were.
  bool holds() const;

 private:
  std::vector<std::pair<Variable, bool>> reads_;
};

/// Where a program runs: where its first argument is, else its first variable or constant.
Device device_for(const Graph& graph);

}  // namespace cornu
