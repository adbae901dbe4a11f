#include "framework/ops/while_loop.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/subgraph.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  return {args.in.begin(), args.in.begin() + args.as<WhileLoopAttrs>().carries};
}

void specialise(std::span<const Spec> in, Attrs& packed, std::vector<Ref<Graph>>& subgraphs) {
  const WhileLoopAttrs& attrs = packed.as<WhileLoopAttrs>();
  const auto tested = static_cast<size_t>(attrs.carries + attrs.condition_captures);
  subgraphs[0] = specialised(subgraphs[0], in.first(tested));
  std::vector<Spec> step(in.begin(), in.begin() + attrs.carries);
  step.insert(step.end(), in.begin() + static_cast<std::ptrdiff_t>(tested), in.end());
  subgraphs[1] = specialised(subgraphs[1], step);
}

void check_specs(const Tensors& before, const Tensors& after) {
  if (before.size() != after.size())
    fail<ValueError>("while_loop: the body returns ", after.size(), " values, ", before.size(),
                     " were given.");
  for (size_t i = 0; i < before.size(); ++i)
    if (!(before[i].spec() == after[i].spec()))
      fail<ShapeError>("while_loop: value ", i, " is ", before[i].spec(), " before and ",
                       after[i].spec(), " after a step.");
}

}  // namespace

constinit const OpDef while_loop_def{
    .name = "while_loop",
    .doc = "Runs a body as long as a condition holds.",
    .inputs = {{"values"}},
    .variadic = true,
    .variadic_outputs = true,
    .attrs = attrs_of<WhileLoopAttrs>,
    .infer = infer,
    .specialise = specialise,
    .no_gradient = "the number of its steps is not known before it runs; ops::scan has one"};

namespace ops {

namespace {

/// The loop with one carry more, the steps done so far.
Tensors counted_loop(const std::function<Tensor(const Tensors&)>& condition,
                     const std::function<Tensors(const Tensors&)>& body, const Tensors& initial,
                     int64_t most) {
  const auto own = [](const Tensors& all) { return Tensors(all.begin() + 1, all.end()); };
  const auto with_count = [](const Tensor& count, const Tensors& values) {
    Tensors all{count};
    all.insert(all.end(), values.begin(), values.end());
    return all;
  };
  const Device device = initial.empty() ? default_device() : initial[0].device();
  return own(while_loop(
      [&](const Tensors& now) { return logical_and(now[0] < most, condition(own(now))); },
      [&](const Tensors& now) { return with_count(now[0] + 1, body(own(now))); },
      with_count(scalar(int64_t{0}, DType::i64, device), initial)));
}

}  // namespace

Tensors while_loop(const std::function<Tensor(const Tensors&)>& condition,
                   const std::function<Tensors(const Tensors&)>& body, const Tensors& initial,
                   const WhileLoopOptions& options) {
  if (options.maximum_iterations)
    return counted_loop(condition, body, initial, *options.maximum_iterations);
  if (!Tracer::current()) {
    Tensors values = initial;
    while (condition(values).item<bool>()) {
      Tensors next = body(values);
      check_specs(values, next);
      values = std::move(next);
    }
    return values;
  }
  std::vector<Spec> arguments;
  for (const Tensor& value : initial) arguments.push_back(value.spec());
  const auto count = static_cast<std::ptrdiff_t>(initial.size());
  Subtrace step = trace_subgraph(arguments, [&](const Tensors& in) {
    Tensors out = body(in);
    check_specs(in, out);
    return out;
  });
  // Variables that the body assigns follow the carries; the condition sees them there.
  Variables state;
  for (const Graph::Update& update : step.assigned) state.push_back(update.variable);
  for (const Variable& variable : state) arguments.push_back(variable.spec());
  Subtrace test = trace_subgraph(arguments, [&](const Tensors& in) {
    for (size_t i = 0; i < state.size(); ++i) state[i].assign(in[initial.size() + i]);
    const Tensor holds = condition({in.begin(), in.begin() + count});
    if (holds.ndim() != 0 || holds.dtype() != DType::boolean)
      fail<ShapeError>("while_loop: the condition must be a scalar of bool, got ", holds.spec(),
                       ".");
    return Tensors{holds};
  });

  Tensors operands = initial;
  Graph& graph = *step.graph;
  std::vector<Node*> inputs(graph.inputs.begin(), graph.inputs.begin() + count);
  for (const Graph::Update& update : step.assigned) {
    graph.outputs.push_back(update.value);
    auto capture = std::find_if(step.captures.begin(), step.captures.end(), [&](const auto& c) {
      return c.variable.defined() && c.variable == update.variable;
    });
    if (capture == step.captures.end()) {
      operands.push_back(read(update.variable));
      inputs.push_back(
          graph.add_input(concat("state_", update.variable.name()), update.variable.spec()).node);
      continue;
    }
    operands.push_back(capture->outer);
    inputs.push_back(capture->input);
    step.captures.erase(capture);
  }
  const size_t carries = operands.size();
  for (const GraphTracer::Capture& capture : test.captures) operands.push_back(capture.outer);
  for (const GraphTracer::Capture& capture : step.captures) {
    operands.push_back(capture.outer);
    inputs.push_back(capture.input);
  }
  graph.inputs = std::move(inputs);
  const WhileLoopAttrs attrs{static_cast<int64_t>(carries),
                             static_cast<int64_t>(test.captures.size())};
  const Ref<Graph> graphs[] = {test.graph, step.graph};
  const Tensors out = apply(while_loop_def, operands, attrs, graphs);
  for (size_t i = 0; i < state.size(); ++i) state[i].assign(out[initial.size() + i]);
  return {out.begin(), out.begin() + count};
}

}  // namespace ops

}  // namespace cornu
