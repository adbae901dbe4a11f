#include "framework/ops/gradients.h"

#include "framework/base/error.h"
#include "framework/ir/graph.h"
#include "framework/ops/def.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const auto sources = static_cast<size_t>(args.as<GradientsAttrs>().sources);
  const Graph& graph = *args.subgraphs[0];
  CORNU_CHECK(sources <= graph.inputs.size() &&
                  args.in.size() == graph.inputs.size() + graph.outputs.size(),
              "gradients of ", sources, " sources with ", args.in.size(), " inputs");
  return {args.in.begin(), args.in.begin() + static_cast<std::ptrdiff_t>(sources)};
}

}  // namespace

constinit const OpDef gradients_def{
    .name = "gradients",
    .doc = "Gradients of a graph's outputs, taken when its shapes are known.",
    .inputs = {{"values"}},
    .variadic = true,
    .variadic_outputs = true,
    .attrs = attrs_of<GradientsAttrs>,
    .infer = infer,
    .expand = expand_gradients,
    .no_gradient = "its shapes are not known yet"};

}  // namespace cornu
