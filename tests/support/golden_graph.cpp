#include "tests/support/golden_graph.h"

#include "framework/compiler/passes/passes.h"

namespace cornu {

std::string after_pass(bool (*pass)(Graph&), std::string_view text) {
  const Ref<Graph> graph = parse_graph(text);
  const bool changed = pass(*graph);
  passes::prune(*graph);
  verify(*graph);
  return changed ? graph->text() : "unchanged";
}

}  // namespace cornu
