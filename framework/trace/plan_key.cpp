#include "framework/trace/plan_key.h"

#include <algorithm>

#include "framework/runtime/process.h"

namespace cornu {

PlanConditions PlanConditions::now() {
  const DTypePair policy = process_state().dtype_policy;
  return {deterministic_kernels(), num_threads(), policy.compute, policy.variable};
}

bool TrainableSet::holds() const {
  return std::all_of(reads_.begin(), reads_.end(),
                     [](const auto& read) { return read.first.trainable() == read.second; });
}

Device device_for(const Graph& graph) {
  if (!graph.inputs.empty()) return graph.inputs[0]->outputs[0].device;
  for (const OpDef* leaf : {&variable_def, &constant_def})
    for (const auto& node : graph.nodes())
      if (node->def == leaf) return node->outputs[0].device;
  return default_device();
}

}  // namespace cornu
