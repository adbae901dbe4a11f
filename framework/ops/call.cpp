#include "framework/ops/call.h"

#include "framework/base/error.h"
#include "framework/ops/def.h"
#include "framework/runtime/subgraph.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Graph& graph = *args.subgraphs[0];
  CORNU_CHECK(args.in.size() == graph.inputs.size(), "a call of ", graph.inputs.size(),
              " inputs with ", args.in.size());
  for (size_t i = 0; i < args.in.size(); ++i)
    CORNU_CHECK(args.in[i] == graph.inputs[i]->outputs[0], "argument ", i, " of a call is ",
                args.in[i], ", its graph takes ", graph.inputs[i]->outputs[0]);
  std::vector<Spec> out;
  for (const Value& output : graph.outputs) out.push_back(output.spec());
  return out;
}

void specialise(std::span<const Spec> in, Attrs&, std::vector<Ref<Graph>>& subgraphs) {
  subgraphs[0] = specialised(subgraphs[0], in);
}

}  // namespace

constinit const OpDef call_def{.name = "call",
                               .doc = "Runs a graph as one node.",
                               .inputs = {{"arguments"}},
                               .variadic = true,
                               .variadic_outputs = true,
                               .attrs = attrs_of<CallAttrs>,
                               .infer = infer,
                               .vjp = call_vjp,
                               .specialise = specialise};

}  // namespace cornu
