#pragma once

#include <string>
#include <vector>

#include "framework/ir/graph.h"

namespace cornu {

/// The ops without any gradient that lie between the graph's inputs and variables and its outputs,
/// each once, with the reason: "while_loop: the number of its steps is not known before it runs".
/// Nothing can be trained through them.
std::vector<std::string> ops_without_gradient(const Graph& graph);

}  // namespace cornu
