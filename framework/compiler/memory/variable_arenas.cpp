#include "framework/compiler/memory/variable_arenas.h"

#include <algorithm>
#include <unordered_set>

#include "framework/ops/def.h"
#include "framework/ops/foreach.h"

namespace cornu {

namespace {

constexpr size_t kAlignment = 64;

void gather(const Variables& variables, const LayoutAssignment& layouts, Device device) {
  std::vector<size_t> bytes;
  for (const Variable& variable : variables)
    bytes.push_back(bytes_of(variable.spec(), layouts.of(variable)));
  const std::vector<size_t> offsets = side_by_side(bytes);
  const Ref<Buffer> arena = Buffer::allocate(device, offsets.back());
  for (size_t i = 0; i < variables.size(); ++i)
    variables[i].state().move_to(arena, offsets[i], layouts.of(variables[i]));
}

bool lies_in_an_arena(const Variable& variable) {
  Variable::State& state = variable.state();
  const std::lock_guard lock(state.mutex);
  return state.storage.shared;
}

}  // namespace

std::vector<size_t> side_by_side(const std::vector<size_t>& bytes) {
  std::vector<size_t> offsets = {0};
  for (const size_t each : bytes)
    offsets.push_back(offsets.back() + (each + kAlignment - 1) / kAlignment * kAlignment);
  return offsets;
}

void gather_variables(const Graph& graph, const LayoutAssignment& layouts, Device device) {
  std::unordered_set<const Variable::State*> updated, seen;
  for (const Graph::Update& update : graph.updates) updated.insert(&update.variable.state());
  for (const auto& node : graph.nodes()) {
    if (node->def != &foreach_def) continue;
    const ForeachAttrs& attrs = node->as<ForeachAttrs>();
    const size_t tensors = attrs.tensors(node->inputs.size());
    for (size_t role = 0; role < static_cast<size_t>(attrs.roles); ++role) {
      Variables variables;
      for (size_t j = 0; j < tensors; ++j) {
        const Node& source =
            *node->inputs[static_cast<size_t>(attrs.scalars) + role * tensors + j].node;
        const bool fits =
            source.def == &variable_def && updated.contains(&source.variable.state()) &&
            !lies_in_an_arena(source.variable) && seen.insert(&source.variable.state()).second;
        if (fits) variables.push_back(source.variable);
      }
      if (variables.size() == tensors) gather(variables, layouts, device);
    }
  }
}

}  // namespace cornu
