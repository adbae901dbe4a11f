#pragma once

#include <unordered_map>
#include <unordered_set>

#include "framework/runtime/apply.h"

namespace cornu {

/// Tensors that stand for values of a graph.
using ReplayValues = std::unordered_map<Value, Tensor, ValueHash>;

/// The nodes that must run for `wanted` where `given` is known already.
std::unordered_set<const Node*> needed_nodes(const Graph& graph, const ReplayValues& given,
                                             std::span<const Value> wanted);

/// Runs those nodes one by one through `apply`: eagerly on concrete values, or into the graph being
/// traced; tapes see every op. Unknown sizes are inferred again; an op that stood for others
/// because of them gives way to those. Each op keeps its place.
Tensors replay(const Graph& graph, ReplayValues given, std::span<const Value> wanted);

/// The same for all outputs, from the arguments. Variables are read, and assigned at the end.
Tensors replay(const Graph& graph, const Tensors& arguments);

}  // namespace cornu
