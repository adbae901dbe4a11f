#include <unordered_map>

#include "framework/ir/graph.h"

namespace cornu {

namespace {

/// Text between quotes of Graphviz's language.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out + '"';
}

/// Draws one graph; graphs inside it follow as boxes of their own, named @0, @1, …
class GraphDrawing {
 public:
  std::string draw(const Graph& graph) {
    std::string out = "digraph {\n  node [shape=box, style=\"rounded,filled\", fillcolor=white]\n";
    out += body(graph);
    for (size_t i = 0; i < subgraphs_.size(); ++i)
      out += box(concat("graph_", i), concat("@", i), "white", body(*subgraphs_[i]));
    return out + "}\n";
  }

 private:
  static std::string box(const std::string& name, const std::string& label, std::string_view colour,
                         const std::string& content) {
    if (content.empty()) return "";
    return concat("  subgraph cluster_", name, " {\n  label=", quoted(label),
                  "\n  bgcolor=", colour, "\n", content, "  }\n");
  }

  std::string body(const Graph& graph) {
    const size_t number = drawn_++;
    const std::string prefix = number == 0 ? "n" : concat("g", number, "_n");
    std::unordered_map<const Node*, std::string> names;
    std::string forward, backward, arrows;
    for (const auto& node : graph.nodes()) {
      const std::string name = names[node.get()] = concat(prefix, names.size());
      std::string& half = node->place.backward ? backward : forward;
      half += concat("  ", name, " [label=", quoted(label(*node)), "]\n");
      for (const Value& input : node->inputs) arrows += arrow(names.at(input.node), name, input);
    }
    std::string ends;
    for (size_t i = 0; i < graph.outputs.size(); ++i)
      ends += end(concat(prefix, "_result", i), concat("result ", i), names, graph.outputs[i]);
    for (size_t i = 0; i < graph.updates.size(); ++i)
      ends += end(concat(prefix, "_update", i), concat("update ", graph.updates[i].variable.path()),
                  names, graph.updates[i].value);
    return box(concat(prefix, "_forward"), "forward", "aliceblue", forward) +
           box(concat(prefix, "_backward"), "backward", "mistyrose", backward) + arrows + ends;
  }

  static std::string arrow(const std::string& from, const std::string& to, const Value& value) {
    return concat("  ", from, " -> ", to, " [label=", quoted(concat(value.spec())), "]\n");
  }

  static std::string end(const std::string& name, const std::string& label,
                         const std::unordered_map<const Node*, std::string>& names,
                         const Value& value) {
    return concat("  ", name, " [shape=ellipse, label=", quoted(label), "]\n") +
           arrow(names.at(value.node), name, value);
  }

  std::string label(const Node& node) {
    std::string out(node.def->name);
    if (!node.name.empty()) out += concat(" ", node.name);
    for (const Ref<Graph>& subgraph : node.subgraphs) {
      const auto [entry, is_new] = labels_.try_emplace(subgraph.get(), subgraphs_.size());
      if (is_new) subgraphs_.push_back(subgraph);
      out += concat(" @", entry->second);
    }
    return node.place.layers.empty() ? out : concat(out, "\n", node.place.layers);
  }

  size_t drawn_ = 0;
  std::unordered_map<const Graph*, size_t> labels_;
  std::vector<Ref<Graph>> subgraphs_;
};

}  // namespace

std::string Graph::dot() const { return GraphDrawing().draw(*this); }

}  // namespace cornu
