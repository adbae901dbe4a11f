#include <charconv>
#include <map>
#include <string>

#include "framework/base/error.h"
#include "framework/ir/graph.h"

namespace cornu {

namespace {

/// Reads the text form line by line. All graphs' lines are collected first; a subgraph is read when
/// a node uses it.
class GraphReader {
 public:
  explicit GraphReader(std::string_view text) : rest_(text) {}

  Ref<Graph> read() {
    std::vector<std::vector<std::string_view>> graphs;
    while (!rest_.empty()) {
      const std::string_view line = next_line();
      if (line.empty()) continue;
      if (line.starts_with("graph")) graphs.emplace_back();
      if (graphs.empty())
        fail<ValueError>("a graph begins with \"graph(\", not ", quote(line), ".");
      graphs.back().push_back(line);
    }
    if (graphs.empty()) fail<ValueError>("the text holds no graph.");
    for (size_t i = 1; i < graphs.size(); ++i) {
      std::string_view head = graphs[i][0];
      const std::string_view label = before(head, "(", graphs[i][0]).substr(5);
      if (!label.starts_with(" @")) bad("a second graph without a label", graphs[i][0]);
      lines_of_[std::string(label.substr(1))] = graphs[i];
    }
    return read_graph(graphs[0]);
  }

 private:
  using Values = std::map<std::string, Value, std::less<>>;

  std::string_view next_line() {
    const size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    while (line.starts_with(' ')) line.remove_prefix(1);
    while (line.ends_with(' ')) line.remove_suffix(1);
    return line;
  }

  [[noreturn]] static void bad(std::string_view what, std::string_view line) {
    fail<ValueError>("graph text: ", what, " in ", quote(line), ".");
  }
  /// Takes what stands before `mark` off the front, and the mark.
  static std::string_view before(std::string_view& text, std::string_view mark,
                                 std::string_view line) {
    const size_t at = text.find(mark);
    if (at == text.npos) bad(concat("no ", quote(mark)), line);
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(at + mark.size());
    return part;
  }
  static std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
      const size_t at = std::min(text.find(separator), text.size());
      parts.push_back(text.substr(0, at));
      text.remove_prefix(std::min(at + separator.size(), text.size()));
    }
    return parts;
  }

  static int64_t integer(std::string_view text, std::string_view line) {
    int64_t value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) bad("no number", line);
    return value;
  }
  /// "f32[32,?]"
  static Spec spec(std::string_view text, std::string_view line) {
    Spec out;
    out.dtype = dtype_from_name(before(text, "[", line));
    const std::string_view sizes = before(text, "]", line);
    if (sizes == "...") {
      out.shape = Shape::unranked();
      return out;
    }
    for (const std::string_view size : split(sizes, ","))
      out.shape.push_back(size == "?" ? unknown : integer(size, line));
    return out;
  }

  Ref<Graph> read_graph(const std::vector<std::string_view>& lines) {
    auto graph = make_ref<Graph>();
    Values values;
    std::string_view head = lines[0];
    before(head, "(", lines[0]);
    const std::string_view arguments = before(head, ") {", lines[0]);
    for (const std::string_view argument : split(arguments, ", ")) {
      std::string_view rest = argument;
      const std::string name(before(rest, ": ", argument));
      values[name] = graph->add_input(name, spec(rest, argument));
    }
    for (size_t i = 1; i < lines.size(); ++i) {
      std::string_view line = lines[i];
      if (line == "}") break;
      if (line.starts_with("return")) {
        line.remove_prefix(6);
        if (line.starts_with(' ')) line.remove_prefix(1);
        for (const std::string_view name : split(line, ", "))
          graph->outputs.push_back(value(values, name, lines[i]));
      } else if (line.starts_with("update \"")) {
        line.remove_prefix(8);
        const std::string path(before(line, "\" = ", lines[i]));
        graph->updates.push_back(
            {variable(path, value(values, line, lines[i]).spec()), value(values, line, lines[i])});
      } else {
        read_node(*graph, values, lines[i]);
      }
    }
    return graph;
  }

  Ref<Graph> subgraph(std::string_view label, std::string_view line) {
    const auto [entry, is_new] = subgraphs_.try_emplace(std::string(label));
    if (!is_new) {
      if (!entry->second) bad("a subgraph that uses itself", line);
      return entry->second;
    }
    const auto lines = lines_of_.find(label);
    if (lines == lines_of_.end()) bad(concat("unknown subgraph ", label), line);
    return entry->second = read_graph(lines->second);
  }

  static Value value(const Values& values, std::string_view name, std::string_view line) {
    const auto found = values.find(name);
    if (found == values.end()) bad(concat("unknown value ", quote(name)), line);
    return found->second;
  }

  Variable variable(const std::string& path, const Spec& spec) {
    Variable& known = variables_[path];
    if (!known.defined()) {
      const std::vector<std::byte> zeros(spec.bytes());
      known = Variable(Tensor::from_host(spec, zeros.data()), {.name = path});
    }
    return known;
  }

  void read_node(Graph& graph, Values& values, std::string_view line) {
    std::string_view rest = line;
    std::vector<std::string_view> names;
    std::vector<Spec> specs;
    for (const std::string_view result : split(before(rest, " = ", line), ", %")) {
      std::string_view part = result;
      names.push_back(before(part, ": ", line));
      specs.push_back(spec(part, line));
    }
    const auto name_of = [&](size_t i) {
      return names[i].starts_with('%') ? std::string(names[i]) : concat('%', names[i]);
    };
    if (rest.starts_with("constant #")) bad("a constant whose elements are not written out", line);
    if (rest.starts_with("constant [")) {
      rest.remove_prefix(10);
      values[name_of(0)] = graph.add_constant(constant(specs[0], before(rest, "]", line), line));
      return;
    }
    if (rest.starts_with("variable \"")) {
      rest.remove_prefix(10);
      values[name_of(0)] =
          graph.add_variable(variable(std::string(before(rest, "\"", line)), specs[0]));
      return;
    }
    const std::string op(before(rest, "(", line));
    const OpDef* def = find_op(op);
    if (!def) bad(concat("unknown op ", quote(op)), line);
    Place place;
    if (constexpr std::string_view kBackward = " backward"; rest.ends_with(kBackward)) {
      place.backward = true;
      rest.remove_suffix(kBackward.size());
    }
    if (const size_t at = rest.rfind(" in \""); at != rest.npos && rest.ends_with('"')) {
      place.layers = rest.substr(at + 5, rest.size() - at - 6);
      rest = rest.substr(0, at);
    }
    std::vector<Ref<Graph>> subgraphs;
    while (true) {
      const size_t at = rest.rfind(" @");
      if (at == rest.npos || rest.ends_with(')')) break;
      subgraphs.insert(subgraphs.begin(), subgraph(rest.substr(at + 1), line));
      rest = rest.substr(0, at);
    }
    if (!rest.ends_with(')')) bad("no \")\"", line);
    rest.remove_suffix(1);
    std::string_view inputs = rest, attributes;
    if (const size_t at = rest.find("; "); at != rest.npos) {
      inputs = rest.substr(0, at);
      attributes = rest.substr(at + 2);
    }
    std::vector<Value> operands;
    for (const std::string_view name : split(inputs, ", "))
      operands.push_back(value(values, name, line));
    const Attrs attrs = def->attrs ? Attrs::from_text(*def->attrs(), attributes) : Attrs();
    Node* node = graph.add(*def, std::move(operands), attrs, std::move(subgraphs));
    node->place = place;
    if (node->outputs.size() != names.size()) bad("another number of results", line);
    for (size_t i = 0; i < names.size(); ++i) values[name_of(i)] = node->out(static_cast<int>(i));
  }

  static Tensor constant(const Spec& spec, std::string_view elements, std::string_view line) {
    std::vector<std::byte> raw(spec.bytes());
    const std::vector<std::string_view> parts = split(elements, " ");
    if (static_cast<int64_t>(parts.size()) != spec.shape.elements())
      bad("another number of elements", line);
    dispatch(spec.dtype, [&]<class T>(T) {
      T* out = reinterpret_cast<T*>(raw.data());
      for (size_t i = 0; i < parts.size(); ++i) out[i] = element<T>(parts[i], line);
    });
    return Tensor::from_host(spec, raw.data());
  }

  template <class T>
  static T element(std::string_view text, std::string_view line) {
    constexpr bool half = std::is_same_v<T, f16> || std::is_same_v<T, bf16>;
    using Wide =
        std::conditional_t<half, float, std::conditional_t<std::is_same_v<T, bool>, uint8_t, T>>;
    Wide number{};
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool fits = !std::is_same_v<T, bool> || number == Wide{0} || number == Wide{1};
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || !fits)
      bad(concat("no ", short_name(dtype_of<T>()), ": ", quote(text)), line);
    return T(number);
  }

  std::string_view rest_;
  std::map<std::string, std::vector<std::string_view>, std::less<>> lines_of_;
  std::map<std::string, Ref<Graph>> subgraphs_;  // null: being read
  std::map<std::string, Variable> variables_;
};

}  // namespace

Ref<Graph> parse_graph(std::string_view text) { return GraphReader(text).read(); }

}  // namespace cornu
