#pragma once

#include <utility>
#include <vector>

#include "framework/ir/graph.h"
#include "framework/ops/def.h"
#include "framework/ops/fused.h"

namespace cornu {

/// Nodes that one program can compute: the result first, then its operands' makers, each after all
/// that use it.
struct ElementwiseGroup {
  std::vector<Node*> members;
  DType compute = DType::f32;
  DType rounding = DType::f32;
};

/// The groups of at least two nodes in a graph, none sharing a node.
std::vector<ElementwiseGroup> find_elementwise_groups(const Graph& graph);

/// The program of a group, and the values that it reads.
std::pair<std::vector<Value>, FusedProgram> program_of(const ElementwiseGroup& group);

}  // namespace cornu
