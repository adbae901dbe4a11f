#pragma once

#include <optional>
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

/// All nodes of a graph but the leaves; nothing where they are not all elementwise, or differ in
/// arithmetic.
std::optional<ElementwiseGroup> whole_group(const Graph& graph);

/// What a group reads from outside, each value once.
std::vector<Value> inputs_of(const ElementwiseGroup& group);
/// The program that makes `results` of `inputs`.
FusedProgram program_of(const ElementwiseGroup& group, const std::vector<Value>& inputs,
                        const std::vector<Value>& results);

}  // namespace cornu
