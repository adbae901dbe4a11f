#include "framework/compiler/node_args.h"

#include <algorithm>

#include "framework/runtime/process.h"

namespace cornu {

bool is_leaf(const Node& node) {
  return node.def == &input_def || node.def == &constant_def || node.def == &variable_def;
}

Value root_of(Value value) {
  while (value.node->def->view) value = value.node->inputs[0];
  return value;
}

NodeArgs::NodeArgs(const Node& node, const std::unordered_map<Value, int, ValueHash>& uses)
    : node_(node) {
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    in_.push_back(node.inputs[i].spec());
    if (i < 64 && root_of(node.inputs[i]).node->def == &variable_def)
      constant_inputs_ |= uint64_t{1} << i;
  }
  for (size_t i = 0; i < std::min<size_t>(64, node.outputs.size()); ++i)
    if (node.def->is_auxiliary(node.attrs, i) &&
        !uses.contains({const_cast<Node*>(&node), static_cast<int>(i)}))
      wanted_ &= ~(uint64_t{1} << i);
}

KernelArgs NodeArgs::get() const {
  return {*node_.def,
          node_.attrs,
          in_,
          node_.outputs,
          wanted_,
          node_.subgraphs,
          deterministic_kernels(),
          constant_inputs_};
}

}  // namespace cornu
