#include <map>
#include <unordered_map>

#include "framework/ir/graph.h"

namespace cornu {

namespace {

/// Writes one graph; graphs inside it follow, named @0, @1, …
class GraphWriter {
 public:
  explicit GraphWriter(size_t most_elements) : most_elements_(most_elements) {}

  std::string write(const Graph& graph) {
    std::string out = body(graph, "");
    for (size_t i = 0; i < subgraphs_.size(); ++i)
      out += "\n" + body(*subgraphs_[i], concat("@", i));
    return out;
  }

 private:
  using Names = std::unordered_map<Value, std::string, ValueHash>;

  std::string body(const Graph& graph, const std::string& label) {
    Names names;
    std::string out = concat("graph", label.empty() ? "" : " ", label, "(");
    for (size_t i = 0; i < graph.inputs.size(); ++i) {
      const Node& input = *graph.inputs[i];
      names[graph.inputs[i]->out()] = input.name;
      out += concat(i > 0 ? ", " : "", input.name, ": ", input.outputs[0]);
    }
    out += ") {\n";
    int next = 0;
    for (const auto& node : graph.nodes()) {
      if (node->def == &input_def) continue;
      out += "  " + line(*node, names, next) + "\n";
    }
    out += "  return";
    for (size_t i = 0; i < graph.outputs.size(); ++i)
      out += concat(i > 0 ? ", " : " ", names.at(graph.outputs[i]));
    out += "\n";
    for (const Graph::Update& update : graph.updates)
      out +=
          concat("  update ", quote(update.variable.path()), " = ", names.at(update.value), "\n");
    return out + "}\n";
  }

  std::string line(const Node& node, Names& names, int& next) {
    std::string out;
    for (size_t i = 0; i < node.outputs.size(); ++i) {
      const std::string name = concat("%", next++);
      names[{const_cast<Node*>(&node), static_cast<int>(i)}] = name;
      out += concat(i > 0 ? ", " : "", name, ": ", node.outputs[i]);
    }
    out += " = ";
    if (node.def == &constant_def) {
      const bool small = node.constant.size() <= static_cast<int64_t>(most_elements_);
      return out + concat("constant ", small ? values(node.constant) : concat("#", node.id));
    }
    if (node.def == &variable_def) return out + concat("variable ", quote(node.name));
    out += concat(node.def->name, "(");
    for (size_t i = 0; i < node.inputs.size(); ++i)
      out += concat(i > 0 ? ", " : "", names.at(node.inputs[i]));
    const std::string attributes = node.attrs.text();
    if (!attributes.empty()) out += concat("; ", attributes);
    out += ")";
    for (const Ref<Graph>& subgraph : node.subgraphs) {
      const auto [entry, is_new] = labels_.try_emplace(subgraph.get(), subgraphs_.size());
      if (is_new) subgraphs_.push_back(subgraph);
      out += concat(" @", entry->second);
    }
    if (!node.place.layers.empty()) out += concat(" in ", quote(node.place.layers));
    return node.place.backward ? out + " backward" : out;
  }

  static std::string values(const Tensor& tensor) {
    const DType dtype = tensor.dtype();
    if (is_floating(dtype)) return listed(tensor.to_vector<double>());
    return dtype == DType::u64 ? listed(tensor.to_vector<uint64_t>())
                               : listed(tensor.to_vector<int64_t>());
  }
  template <class T>
  static std::string listed(const std::vector<T>& elements) {
    std::string out = "[";
    for (size_t i = 0; i < elements.size(); ++i) out += concat(i > 0 ? " " : "", elements[i]);
    return out + "]";
  }

  size_t most_elements_;

  std::map<const Graph*, size_t> labels_;
  std::vector<Ref<Graph>> subgraphs_;
};

}  // namespace

std::string Graph::text(size_t most_elements) const {
  return GraphWriter(most_elements).write(*this);
}

}  // namespace cornu
