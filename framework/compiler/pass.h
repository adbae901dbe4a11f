#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "framework/ir/graph.h"

namespace cornu {

/// A rewriting of graphs. Returns whether it changed anything; the verifier runs after each.
struct Pass {
  std::string_view name;
  bool (*run)(Graph& graph);
  bool required = false;  ///< Cannot be disabled: backends have no kernels for what it removes.
};

/// How often each value is used by nodes, outputs and updates.
std::unordered_map<Value, int, ValueHash> count_uses(const Graph& graph);

/// Whether a node is the elementwise op of that row.
bool is_row(const Node& node, int row);
/// Whether a value is a constant whose elements are all `number`.
bool is_constant(const Value& value, double number);

/// Walks the nodes in order and lets `rule` replace them: it may append new nodes to the graph
/// (they come before the node) and returns the values that stand for the node's outputs, or
/// nothing to keep it. A node that nothing uses any more is left for `prune`.
class Rewriter {
 public:
  explicit Rewriter(Graph& graph) : graph_(graph) {}

  template <class Rule>
  bool run(Rule&& rule) {
    bool changed = false;
    begin();
    for (auto& node : old_) {
      for (Value& input : node->inputs) input = current(input);
      Node* raw = node.get();
      std::optional<std::vector<Value>> replacement = rule(*raw);
      if (replacement) {
        changed = true;
        for (size_t i = 0; i < replacement->size(); ++i)
          if ((*replacement)[i]) replaced_[raw->out(static_cast<int>(i))] = (*replacement)[i];
      }
      keep(std::move(node));
    }
    end();
    return changed;
  }

  /// What stands for a value now.
  Value current(Value value) const;

 private:
  void begin();
  void keep(std::unique_ptr<Node> node);
  void end();

  Graph& graph_;
  std::vector<std::unique_ptr<Node>> old_;
  std::unordered_map<Value, Value, ValueHash> replaced_;
};

/// The passes in order; compiler/pipeline.cpp. The environment adds to the options: the variables
/// CORNU_DISABLE_PASSES and CORNU_DUMP_PASSES hold passes' names, with commas between; dumps, "all"
/// of them or some, go to standard error. ConfigError on a name that is no pass.
struct PipelineOptions {
  std::vector<std::string> disabled = {};  ///< Names of passes to leave out.
  /// Called with the pass's name and the graph after each pass that changed it.
  std::function<void(std::string_view, const Graph&)> dump = {};
};
void run_pipeline(Graph& graph, const PipelineOptions& options = {});

}  // namespace cornu
