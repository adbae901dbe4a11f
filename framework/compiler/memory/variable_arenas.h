#pragma once

#include "framework/compiler/layout/assign.h"

namespace cornu {

/// Lays what an optimizer's `foreach` writes side by side: for each of its roles (weights, and each
/// kind of slot) one arena, in which the variables stay. Its kernel then runs over one long row.
void gather_variables(const Graph& graph, const LayoutAssignment& layouts, Device device);

/// Where the tensors of one role lie in such an arena: their offsets, then the end.
std::vector<size_t> side_by_side(const std::vector<size_t>& bytes);

}  // namespace cornu
