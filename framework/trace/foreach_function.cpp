#include "framework/trace/foreach_function.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/compiler/fusion/elementwise_group.h"
#include "framework/compiler/node_args.h"
#include "framework/compiler/passes/passes.h"
#include "framework/runtime/tracer.h"

namespace cornu {

namespace {

constexpr int64_t kStandIn = 2;  // elements of what stands for a tensor

Ref<Graph> trace(const ForeachFunction::Body& body, const Tensors& scalars,
                 const std::vector<Tensors>& roles) {
  GraphTracer tracer;
  Tensors numbers, tensors;
  for (const Tensor& scalar : scalars) numbers.push_back(tracer.input("scalar", scalar.spec()));
  for (const Tensors& role : roles)
    tensors.push_back(tracer.input("tensor", {role[0].dtype(), {kStandIn}, role[0].device()}));
  Ref<Graph> graph = tracer.finish(body(numbers, tensors));
  passes::simplify(*graph);
  passes::share(*graph);
  passes::prune(*graph);
  return graph;
}

}  // namespace

ForeachFunction::ForeachFunction(std::string_view what, const Body& body, const Tensors& scalars,
                                 const std::vector<Tensors>& roles) {
  const Ref<Graph> graph = trace(body, scalars, roles);
  const auto refuse = [&](const std::string& why) {
    fail<ValueError>(what, " is not elementwise: ", why,
                     ".\n  hint: let elementwise() return false; then it runs on each variable.");
  };
  const std::optional<ElementwiseGroup> group = whole_group(*graph);
  if (!group) {
    std::vector<std::string> names;
    for (const auto& node : graph->nodes()) names.emplace_back(node->def->name);
    refuse(concat("it runs ", join(names)));
  }
  // The op wants its scalars first; constants count among them.
  std::vector<Value> read = inputs_of(*group), inputs;
  for (const Value& output : graph->outputs)
    if (std::find(read.begin(), read.end(), output) == read.end() && is_leaf(*output.node))
      read.push_back(output);
  const auto add = [&](const Value& value) {
    const bool used = std::find(read.begin(), read.end(), value) != read.end();
    if (used) inputs.push_back(value);
    return used;
  };
  for (size_t i = 0; i < scalars.size(); ++i)
    if (add(graph->inputs[i]->out())) used_scalars_.push_back(i);
  for (const Value& value : read) {
    if (value.node->def == &input_def) continue;
    if (value.node->def != &constant_def || value.node->constant.size() != 1)
      refuse("it reads a variable or a constant tensor");
    inputs.push_back(value);
    constants_.push_back(value.node->constant);
  }
  attrs_.scalars = static_cast<int64_t>(inputs.size());
  for (size_t i = 0; i < roles.size(); ++i)
    if (add(graph->inputs[scalars.size() + i]->out())) used_roles_.push_back(i);
  attrs_.roles = static_cast<int64_t>(used_roles_.size());
  for (const Value& output : graph->outputs)
    if (output.spec().shape != Shape{kStandIn}) refuse("a result has not the tensor's shape");
  attrs_.program = program_of(*group, inputs, graph->outputs);
  results_ = graph->outputs.size();
}

std::vector<Tensors> ForeachFunction::operator()(const Tensors& scalars,
                                                 const std::vector<Tensors>& roles) const {
  Tensors in;
  for (const size_t i : used_scalars_) in.push_back(scalars[i]);
  in.insert(in.end(), constants_.begin(), constants_.end());
  for (const size_t i : used_roles_) in.insert(in.end(), roles[i].begin(), roles[i].end());
  const Tensors out = ops::foreach (in, attrs_);
  std::vector<Tensors> results;
  const size_t tensors = roles[0].size();
  for (size_t k = 0; k < results_; ++k)
    results.emplace_back(out.begin() + static_cast<std::ptrdiff_t>(k * tensors),
                         out.begin() + static_cast<std::ptrdiff_t>((k + 1) * tensors));
  return results;
}

}  // namespace cornu
