#include "framework/base/error.h"
#include "framework/compiler/passes/passes.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/elementwise.h"

namespace cornu::passes {

namespace {

/// x as it stands, where it has the node's spec already.
std::optional<std::vector<Value>> just(const Node& node, const Value& x) {
  if (!(x.spec() == node.outputs[0])) return {};
  return std::vector<Value>{x};
}

std::optional<std::vector<Value>> simplify_arithmetic(const Node& node) {
  const auto in = [&](size_t i) { return node.inputs[i]; };
  switch (node.def->elementwise->id) {
    case row_multiply:
      if (is_constant(in(1), 1)) return just(node, in(0));
      if (is_constant(in(0), 1)) return just(node, in(1));
      break;
    case row_add:
      if (is_constant(in(1), 0)) return just(node, in(0));
      if (is_constant(in(0), 0)) return just(node, in(1));
      break;
    case row_subtract:
      if (is_constant(in(1), 0)) return just(node, in(0));
      break;
    case row_true_divide:
      if (is_constant(in(1), 1)) return just(node, in(0));
      break;
    case row_negative:
      if (in(0).node->is("negative")) return just(node, in(0).node->inputs[0]);
      break;
    default:
      break;
  }
  return {};
}

}  // namespace

/// Rules that need no more than a node and its inputs:
/// x·1, x+0, x−0, x/1, −(−x) and conversions that change nothing become x; a reshape of a reshape
/// becomes one; an elementwise op reads x itself where it broadcast x to its result's shape.
bool simplify(Graph& graph) {
  bool read_through = false;
  const bool changed = Rewriter(graph).run([&](Node& node) -> std::optional<std::vector<Value>> {
    if (node.def->elementwise) {
      // The node broadcasts by itself, as long as another operand gives the shape.
      for (size_t i = 0; i < node.inputs.size(); ++i) {
        if (!node.inputs[i].node->is("broadcast_to")) continue;
        bool shape_given = false;
        for (size_t j = 0; j < node.inputs.size(); ++j)
          shape_given |= j != i && node.inputs[j].spec().shape == node.outputs[0].shape;
        if (!shape_given) continue;
        node.inputs[i] = node.inputs[i].node->inputs[0];
        read_through = true;
      }
      return simplify_arithmetic(node);
    }
    if (node.is("cast") || node.is("broadcast_to") || node.is("copy"))
      if (auto same = just(node, node.inputs[0]); same && !node.is("copy")) return same;
    if (node.def->view && node.is("reshape")) {
      while (node.inputs[0].node->is("reshape")) {
        node.inputs[0] = node.inputs[0].node->inputs[0];
        read_through = true;
      }
      return just(node, node.inputs[0]);
    }
    return {};
  });
  return changed || read_through;
}

}  // namespace cornu::passes
