#pragma once

#include <unordered_map>

#include "framework/ir/graph.h"
#include "framework/runtime/kernel.h"

namespace cornu {

/// The orders of elements that a graph's kernels run with. What is not in it is dense.
struct LayoutAssignment {
  std::unordered_map<const Node*, Layouts> nodes;
  std::unordered_map<const Variable::State*, LayoutRef> variables;

  LayoutRef of(const Value& value) const;
  LayoutRef of(const Variable& variable) const;
};

/// Chooses a layout for every operand of every node, and puts a `reorder` where two disagree.
/// What is minimised is time: the kernels' own, as they offer it, and that of the reorders.
///
/// Nodes that take any layout, as long as all operands share it, are bound to their neighbours of
/// the same kind; so are a variable and what updates it: a weight, its gradient and an optimizer's
/// slots stay packed from step to step. From two starting points each node, or group of them, takes
/// in turn what is best for it as the others stand, until nothing changes.
LayoutAssignment assign_layouts(Graph& graph, Device device);

}  // namespace cornu
