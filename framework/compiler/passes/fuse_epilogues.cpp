#include "framework/compiler/passes/passes.h"
#include "framework/ops/conv.h"
#include "framework/ops/elementwise.h"
#include "framework/ops/matmul.h"

namespace cornu::passes {

namespace {

bool is_product(const Node& node) { return node.is("matmul") || node.is("conv"); }

FusedActivation activation_of(const Node& node) {
  return node.is("conv") ? node.as<ConvAttrs>().activation : node.as<MatmulAttrs>().activation;
}

Attrs with_activation(const Node& node, FusedActivation activation) {
  if (node.is("conv")) {
    ConvAttrs attrs = node.as<ConvAttrs>();
    attrs.activation = activation;
    return attrs;
  }
  MatmulAttrs attrs = node.as<MatmulAttrs>();
  attrs.activation = activation;
  return attrs;
}

Node* add_product(Graph& graph, const Node& product, std::vector<Value> inputs, Attrs attrs,
                  const Node& last) {
  Node* fused = graph.add(*product.def, std::move(inputs), std::move(attrs));
  fused->place = last.place;
  return fused;
}

}  // namespace

/// A bias added to a matrix product or a convolution, and a relu behind that, become part of it:
/// add(matmul(a, b), bias) → matmul(a, b, bias); relu(matmul(…)) → matmul(…; activation=relu).
/// Only where nothing else uses the value in between.
bool fuse_epilogues(Graph& graph) {
  const auto uses = count_uses(graph);
  std::unordered_map<Value, int, ValueHash> uses_of_fused;
  const auto used_once = [&](const Value& value) {
    if (const auto found = uses_of_fused.find(value); found != uses_of_fused.end())
      return found->second == 1;
    const auto found = uses.find(value);
    return found != uses.end() && found->second == 1;
  };
  return Rewriter(graph).run([&](Node& node) -> std::optional<std::vector<Value>> {
    const Value old = node.out();
    const auto finish = [&](Node* fused) {
      const auto found = uses.find(old);
      uses_of_fused[fused->out()] = found == uses.end() ? 0 : found->second;
      return std::vector<Value>{fused->out()};
    };
    if (is_row(node, row_relu)) {
      Node& product = *node.inputs[0].node;
      if (!is_product(product) || !used_once(node.inputs[0]) ||
          activation_of(product) != FusedActivation::linear || !is_floating(node.outputs[0].dtype))
        return {};
      return finish(add_product(graph, product, product.inputs,
                                with_activation(product, FusedActivation::relu), node));
    }
    if (!is_row(node, row_add)) return {};
    for (const size_t side : {size_t{0}, size_t{1}}) {
      Node& product = *node.inputs[side].node;
      const Value bias = node.inputs[1 - side];
      if (!is_product(product) || product.inputs.size() != 2 || !used_once(node.inputs[side]) ||
          activation_of(product) != FusedActivation::linear)
        continue;
      const Shape& out = product.outputs[0].shape;
      if (!(out == node.outputs[0].shape) || bias.spec().shape.ndim() != 1 || out.ndim() < 2 ||
          bias.spec().shape[0] != out[-1])
        continue;
      std::vector<Value> inputs = product.inputs;
      inputs.push_back(bias);
      return finish(add_product(graph, product, std::move(inputs), product.attrs, node));
    }
    return {};
  });
}

}  // namespace cornu::passes
