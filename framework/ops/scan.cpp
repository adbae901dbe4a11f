#include "framework/ops/scan.h"

#include "framework/base/error.h"
#include "framework/ops/def.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/subgraph.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const ScanAttrs& attrs = args.as<ScanAttrs>();
  const Graph& body = *args.subgraphs[0];
  const auto carries = static_cast<size_t>(attrs.carries);
  std::vector<Spec> out(args.in.begin(), args.in.begin() + attrs.carries);
  const auto stacked = [&](Spec spec) {
    spec.shape.insert(0, attrs.length);
    out.push_back(std::move(spec));
  };
  for (size_t i = 0; i < static_cast<size_t>(attrs.results); ++i)
    stacked(body.outputs[carries + i].spec());
  for (size_t i = 0; i < carries; ++i) stacked(args.in[i]);
  return out;
}

bool is_saved_carry(const Attrs& attrs, size_t output) {
  const ScanAttrs& scan = attrs.as<ScanAttrs>();
  return output >= static_cast<size_t>(scan.carries + scan.results);
}

Spec without_first_axis(Spec spec) {
  spec.shape.erase(0);
  return spec;
}

void specialise(std::span<const Spec> in, Attrs& packed, std::vector<Ref<Graph>>& subgraphs) {
  ScanAttrs attrs = packed.as<ScanAttrs>();
  std::vector<Spec> step(in.begin(), in.end());
  for (int64_t i = attrs.carries; i < attrs.carries + attrs.sequences; ++i) {
    Spec& sequence = step[static_cast<size_t>(i)];
    if (!sequence.shape.ranked()) continue;
    if (attrs.length == unknown) attrs.length = sequence.shape[0];
    if (sequence.shape[0] != attrs.length && sequence.shape[0] != unknown)
      fail<ShapeError>("scan: the sequences differ in length: ", attrs.length, " and ",
                       sequence.shape[0], ".");
    sequence = without_first_axis(sequence);
  }
  packed = attrs;
  subgraphs[0] = specialised(subgraphs[0], step);
}

int64_t common_length(const Tensors& sequences, const ScanOptions& options) {
  int64_t length = options.length;
  for (const Tensor& sequence : sequences) {
    if (!sequence.shape().ranked())
      fail<ShapeError>("scan: the rank of a sequence is not known: ", sequence.spec(), ".");
    if (sequence.ndim() == 0)
      fail<ShapeError>("scan: a sequence needs a first axis, got ", sequence.spec(), ".");
    const int64_t own = sequence.shape()[0];
    if (length == unknown) length = own;
    if (own != length && own != unknown)
      fail<ShapeError>("scan: the sequences differ in length: ", length, " and ",
                       sequence.shape()[0], ".");
  }
  if (length == unknown && sequences.empty())
    fail<ValueError>("scan: no sequence and no length is given.");
  return length;
}

}  // namespace

constinit const OpDef scan_def{
    .name = "scan",
    .doc = "Runs a body along the first axis, carrying values from step to step.",
    .inputs = {{"values"}},
    .variadic = true,
    .variadic_outputs = true,
    .auxiliary = is_saved_carry,
    .auxiliary_gradients = true,
    .attrs = attrs_of<ScanAttrs>,
    .infer = infer,
    .vjp = scan_vjp,
    .specialise = specialise};

namespace ops {

ScanStep scan(const ScanBody& body, const Tensors& initial, const Tensors& sequences,
              const ScanOptions& options) {
  const int64_t length = common_length(sequences, options);
  std::vector<Spec> arguments;
  for (const Tensor& carry : initial) arguments.push_back(carry.spec());
  for (const Tensor& sequence : sequences) arguments.push_back(without_first_axis(sequence.spec()));

  const auto carries = static_cast<std::ptrdiff_t>(initial.size());
  size_t results = 0;
  Subtrace trace = trace_subgraph(arguments, [&](const Tensors& in) {
    ScanStep step = body({in.begin(), in.begin() + carries}, {in.begin() + carries, in.end()});
    if (step.carries.size() != initial.size())
      fail<ValueError>("scan: the body returns ", step.carries.size(), " carries, ", initial.size(),
                       " were given.");
    for (size_t i = 0; i < initial.size(); ++i)
      if (!(step.carries[i].spec() == initial[i].spec()))
        fail<ShapeError>("scan: carry ", i, " is ", initial[i].spec(), " before and ",
                         step.carries[i].spec(), " after a step.");
    results = step.results.size();
    Tensors out = std::move(step.carries);
    out.insert(out.end(), step.results.begin(), step.results.end());
    return out;
  });

  // Variables that the body assigns are carried from step to step: their inputs move to the front.
  Graph& graph = *trace.graph;
  Tensors operands = initial;
  std::vector<Node*> carried_inputs(graph.inputs.begin(), graph.inputs.begin() + carries);
  std::vector<Value> carried_outputs(graph.outputs.begin(), graph.outputs.begin() + carries);
  for (const Graph::Update& update : trace.assigned) {
    auto capture = std::find_if(trace.captures.begin(), trace.captures.end(), [&](const auto& c) {
      return c.variable == update.variable && c.variable.defined();
    });
    if (capture ==
        trace.captures.end()) {  // assigned without being read: its old value goes in too
      const Value value =
          graph.add_input(concat("state_", update.variable.name()), update.variable.spec());
      trace.captures.push_back({read(update.variable), value.node, update.variable});
      capture = trace.captures.end() - 1;
    }
    operands.push_back(capture->outer);
    carried_inputs.push_back(capture->input);
    carried_outputs.push_back(update.value);
    trace.captures.erase(capture);
  }
  operands.insert(operands.end(), sequences.begin(), sequences.end());
  const auto first_sequence = graph.inputs.begin() + carries;
  carried_inputs.insert(carried_inputs.end(), first_sequence,
                        first_sequence + static_cast<std::ptrdiff_t>(sequences.size()));
  for (const GraphTracer::Capture& capture : trace.captures) {
    operands.push_back(capture.outer);
    carried_inputs.push_back(capture.input);
  }
  carried_outputs.insert(carried_outputs.end(), graph.outputs.begin() + carries,
                         graph.outputs.end());
  graph.inputs = std::move(carried_inputs);
  graph.outputs = std::move(carried_outputs);

  const size_t all_carries = initial.size() + trace.assigned.size();
  const ScanAttrs attrs{static_cast<int64_t>(all_carries), static_cast<int64_t>(sequences.size()),
                        static_cast<int64_t>(results), length, options.reverse};
  const Tensors out = apply(scan_def, operands, attrs, {&trace.graph, 1});
  for (size_t i = 0; i < trace.assigned.size(); ++i)
    trace.assigned[i].variable.assign(out[initial.size() + i]);
  const auto first_result = out.begin() + static_cast<std::ptrdiff_t>(all_carries);
  return {{out.begin(), out.begin() + carries},
          {first_result, first_result + static_cast<std::ptrdiff_t>(results)}};
}

}  // namespace ops

}  // namespace cornu
