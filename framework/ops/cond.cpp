#include "framework/ops/cond.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/ops/def.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/subgraph.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  std::vector<Spec> out;
  for (const Value& output : args.subgraphs[0]->outputs) out.push_back(output.spec());
  return out;
}

void specialise(std::span<const Spec> in, Attrs&, std::vector<Ref<Graph>>& branches) {
  for (Ref<Graph>& branch : branches) branch = specialised(branch, in.subspan(1));
}

/// Adds what only the other branch captures, so that both take the same operands in one order.
void unite_captures(Subtrace& branch, const std::vector<GraphTracer::Capture>& all) {
  std::vector<Node*> inputs;
  for (const GraphTracer::Capture& capture : all) {
    const auto own =
        std::find_if(branch.captures.begin(), branch.captures.end(),
                     [&](const auto& c) { return c.outer.id() == capture.outer.id(); });
    inputs.push_back(
        own != branch.captures.end()
            ? own->input
            : branch.graph->add_input(concat("unused_", inputs.size()), capture.outer.spec()).node);
  }
  branch.graph->inputs = std::move(inputs);
}

}  // namespace

constinit const OpDef cond_def{.name = "cond",
                               .doc = "Runs one of two branches by a scalar condition.",
                               .inputs = {{"pred", kBoolean}, {"operands"}},
                               .variadic = true,
                               .variadic_outputs = true,
                               .infer = infer,
                               .vjp = cond_vjp,
                               .specialise = specialise};

namespace ops {

Tensors cond(const Operand& pred, const Branch& on_true, const Branch& on_false) {
  const Tensor condition = pred.as(DType::boolean);
  if (condition.shape().ranked() && condition.ndim() != 0)
    fail<ShapeError>("cond: pred must be a scalar, got ", condition.spec(), ".");
  if (!condition.is_traced()) return condition.item<bool>() ? on_true() : on_false();

  // The variables that either branch assigns come out of both: of the other with their old value.
  Variables state;
  const auto trace = [&](const Branch& branch) {
    return trace_subgraph({}, [&](const Tensors&) {
      Tensors out = branch();
      for (const Variable& variable : state) out.push_back(read(variable));
      return out;
    });
  };
  Subtrace yes = trace(on_true), no = trace(on_false);
  for (const Subtrace* branch : {&yes, &no})
    for (const Graph::Update& update : branch->assigned)
      if (std::find(state.begin(), state.end(), update.variable) == state.end())
        state.push_back(update.variable);
  if (!state.empty()) {
    yes = trace(on_true);
    no = trace(on_false);
  }
  const auto specs = [](const Graph& graph) {
    std::vector<Spec> out;
    for (const Value& value : graph.outputs) out.push_back(value.spec());
    return out;
  };
  const std::vector<Spec> yes_specs = specs(*yes.graph), no_specs = specs(*no.graph);
  if (yes_specs != no_specs)
    fail<ShapeError>("cond: the branches return different things: ", join(yes_specs), " and ",
                     join(no_specs), ".");

  std::vector<GraphTracer::Capture> all = yes.captures;
  for (const GraphTracer::Capture& capture : no.captures) {
    const bool known = std::any_of(
        all.begin(), all.end(), [&](const auto& c) { return c.outer.id() == capture.outer.id(); });
    if (!known) all.push_back(capture);
  }
  unite_captures(yes, all);
  unite_captures(no, all);
  Tensors operands{condition};
  for (const GraphTracer::Capture& capture : all) operands.push_back(capture.outer);
  const Ref<Graph> branches[] = {yes.graph, no.graph};
  Tensors out = apply(cond_def, operands, {}, branches);
  const size_t results = out.size() - state.size();
  for (size_t i = 0; i < state.size(); ++i) state[i].assign(out[results + i]);
  out.resize(results);
  return out;
}

}  // namespace ops

}  // namespace cornu
