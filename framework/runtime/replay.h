#pragma once

#include "framework/runtime/apply.h"

namespace cornu {

/// Runs a graph's nodes one by one through `apply`: eagerly on concrete arguments, or into the
/// graph being traced; tapes see every op. Variables are read, and assigned at the end.
/// Unknown sizes are inferred again from the arguments.
Tensors replay(const Graph& graph, const Tensors& arguments);

}  // namespace cornu
