#include <unordered_set>

#include "framework/base/error.h"
#include "framework/ir/graph.h"

namespace cornu {

namespace {

std::string name_of(const Node& node) { return concat("%", node.id, " = ", node.def->name); }

void verify_node(const Node& node) {
  if (node.def == &input_def || node.def == &constant_def || node.def == &variable_def) return;
  std::vector<Spec> in;
  for (const Value& input : node.inputs) in.push_back(input.spec());
  check_inputs(*node.def, in);
  const std::vector<Spec> out = infer_outputs(*node.def, in, node.attrs, node.subgraphs);
  CORNU_CHECK(out.size() == node.outputs.size(), name_of(node), " has ", node.outputs.size(),
              " outputs, infer says ", out.size());
  for (size_t i = 0; i < out.size(); ++i)
    CORNU_CHECK(out[i].dtype == node.outputs[i].dtype && out[i].shape == node.outputs[i].shape,
                name_of(node), " output ", i, " is ", node.outputs[i], ", infer says ", out[i]);
}

}  // namespace

void verify(const Graph& graph) {
  std::unordered_set<const Node*> defined;
  const auto check_value = [&](const Value& value, const std::string& user) {
    CORNU_CHECK(value.node && defined.contains(value.node), user,
                " uses a value before it is made");
    CORNU_CHECK(value.index >= 0 && static_cast<size_t>(value.index) < value.node->outputs.size(),
                user, " uses output ", value.index, " of ", name_of(*value.node));
  };
  for (const auto& node : graph.nodes()) {
    for (const Value& input : node->inputs) check_value(input, name_of(*node));
    verify_node(*node);
    for (const Ref<Graph>& subgraph : node->subgraphs) verify(*subgraph);
    CORNU_CHECK(defined.insert(node.get()).second, name_of(*node), " is there twice");
  }
  for (const Node* input : graph.inputs)
    CORNU_CHECK(defined.contains(input), "an input is not in the graph");
  for (const Value& output : graph.outputs) check_value(output, "an output");
  for (const Graph::Update& update : graph.updates) {
    check_value(update.value, concat("the update of ", quote(update.variable.name())));
    CORNU_CHECK(update.value.spec().shape == update.variable.shape() &&
                    update.value.spec().dtype == update.variable.dtype(),
                "the update of ", quote(update.variable.name()), " is ", update.value.spec());
  }
}

}  // namespace cornu
