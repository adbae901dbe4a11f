#include "framework/model/summary.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <set>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/model/functional.h"
#include "framework/model/text_table.h"
#include "framework/nn/input.h"

namespace cornu {

namespace {

int terminal_columns() {
  if (const char* text = std::getenv("COLUMNS"))
    if (const int columns = std::atoi(text); columns > 0) return columns;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

std::string thousands(int64_t value) {
  std::string digits = std::to_string(value);
  for (auto at = static_cast<int64_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<size_t>(at), ",");
  return digits;
}

std::string memory_text(double bytes) {
  constexpr const char* kUnits[] = {"B", "KB", "MB", "GB", "TB", "PB"};
  size_t unit = 0;
  while (bytes / 1024 >= 1 && unit + 1 < std::size(kUnits)) {
    bytes /= 1024;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.2f %s", bytes, kUnits[unit]);
  return text;
}

std::string shape_text(const Shape& shape) {
  std::vector<std::string> sizes;
  for (const int64_t size : shape) sizes.push_back(size == unknown ? "None" : std::to_string(size));
  return concat("(", join(sizes), ")");
}

std::string shapes_text(const std::vector<Spec>& specs) {
  if (specs.size() == 1) return shape_text(specs[0].shape);
  std::vector<std::string> shapes;
  shapes.reserve(specs.size());
  for (const Spec& spec : specs) shapes.push_back(shape_text(spec.shape));
  return concat("[", join(shapes), "]");
}

struct Size {
  int64_t elements = 0;
  double bytes = 0;
};

Size size_of(const Variables& weights) {
  Size size;
  for (const Variable& weight : weights) {
    size.elements += weight.shape().elements();
    size.bytes += static_cast<double>(weight.spec().bytes());
  }
  return size;
}

/// A line of the table: an operation of a graph, or a layer that no graph knows.
struct Entry {
  LayerRef layer;
  const LayerGraph::Operation* operation = nullptr;
};

std::string output_text(const Entry& entry) {
  if (entry.operation) return shapes_text(entry.operation->calls.back()->outputs);
  if (!entry.layer->built() || entry.layer->built_for().empty()) return "?";
  Tensors inputs;
  for (const Shape& shape : entry.layer->built_for()) inputs.push_back(Input(shape.sub(1)));
  const TensorStruct made = entry.layer->invoke(
      inputs.size() == 1 ? TensorStruct(inputs[0]) : TensorStruct(inputs), CallOptions());
  std::vector<Spec> specs;
  for (const Tensor& tensor : made.flat()) specs.push_back(tensor.spec());
  return shapes_text(specs);
}

std::vector<Entry> entries_of(const ModelBase& model, bool nested) {
  const LayerGraph* graph = model.layer_graph();
  const bool functional = dynamic_cast<const Functional*>(&model) != nullptr;
  std::vector<Entry> entries;
  if (!graph) {
    for (const LayerRef& layer : model.layers()) entries.push_back({layer, nullptr});
    return entries;
  }
  for (const LayerGraph::Operation& operation : graph->operations()) {
    const bool is_input = operation.calls[0]->is_input();
    // Nested models list their layers, without ops; a Sequential never lists its input.
    if ((functional || !is_input) && (operation.layer || !nested))
      entries.push_back({operation.layer, &operation});
  }
  return entries;
}

/// Whether each step has one call with one input, and no layer is called twice.
bool is_chain(const ModelBase& model) {
  if (!dynamic_cast<const Functional*>(&model)) return true;
  const auto& operations = model.layer_graph()->operations();
  const CallNode* before = nullptr;
  for (const LayerGraph::Operation& operation : operations) {
    if (operation.calls.size() > 1) return false;
    const CallNode* call = operation.calls[0];
    const Tensors inputs = call->inputs();
    if (inputs.size() > 1 || (inputs.empty() && before)) return false;
    if (!inputs.empty() && &call_of(inputs[0]) != before) return false;
    before = call;
  }
  return true;
}

std::string connections_of(const Entry& entry, const LayerGraph* graph) {
  std::vector<std::string> sources;
  if (entry.operation && graph)
    for (const CallNode* call : entry.operation->calls)
      for (const Tensor& input : call->inputs())
        sources.push_back(concat(printable(call_of(input).name()), "[",
                                 graph->call_index(call_of(input)), "][", input.index(), "]"));
  return sources.empty() ? "-" : join(sources);
}

class Summary {
 public:
  Summary(ModelBase& model, const SummaryOptions& options)
      : model_(model), options_(options), chain_(is_chain(model)), table_(make_table()) {}

  std::string text() {
    const std::vector<Entry> entries = entries_of(model_, false);
    const auto [first, last] = range(entries);
    for (size_t i = first; i < last; ++i) add(entries[i], model_.layer_graph(), 0);
    std::string out = concat("Model: \"", printable(model_.name()), "\"\n", table_.text());
    const Size trainable = size_of(model_.trainable_weights()),
               fixed = size_of(model_.non_trainable_weights());
    const auto training = model_.training();
    const bool built = training && training->optimizer_built();
    const Variables slots = built ? training->optimizer_variables() : Variables();
    const Size optimizer = size_of(slots);
    line(out, "Total",
         {trainable.elements + fixed.elements + optimizer.elements,
          trainable.bytes + fixed.bytes + optimizer.bytes});
    line(out, "Trainable", trainable);
    line(out, "Non-trainable", fixed);
    if (built) line(out, "Optimizer", optimizer);
    return out;
  }

 private:
  static void line(std::string& out, std::string_view what, const Size& size) {
    out += concat(" ", what, " params: ", thousands(size.elements), " (", memory_text(size.bytes),
                  ")\n");
  }

  TextTable make_table() const {
    using Align = TextTable::Align;
    std::vector<double> positions = options_.positions;
    if (positions.empty())
      positions =
          chain_ ? std::vector<double>{0.45, 0.80, 1.0} : std::vector<double>{0.3, 0.56, 0.74, 1.0};
    std::vector<TextTable::Column> columns = {{"Layer (type)", Align::left, 0},
                                              {"Output Shape", Align::left, 0},
                                              {"Param #", Align::right, 0}};
    if (!chain_) columns.push_back({"Connected to", Align::left, 0});
    int length = chain_ ? 88 : 108;
    if (options_.show_trainable) {
      length += 12;
      for (double& position : positions) position *= 0.90;
      positions.push_back(1.0);
      columns.push_back({"Trainable", Align::center, 0});
    }
    length = std::min(length, terminal_columns() - 4);
    if (options_.line_length) length = static_cast<int>(*options_.line_length);
    if (positions.size() != columns.size())
      fail<ValueError>("summary: ", columns.size(), " positions are needed, not ", positions.size(),
                       ".");
    int current = 0;
    for (size_t i = 0; i < columns.size(); ++i) {
      columns[i].width = static_cast<int>(positions[i] * length) - current;
      if (columns[i].width < 4)
        fail<ValueError>("summary: ", length, " columns are too few for the table.");
      current += columns[i].width;
    }
    return TextTable(std::move(columns), length);
  }

  void add(const Entry& entry, const LayerGraph* graph, int level) {
    const std::string prefix =
        level == 0 ? "" : std::string(static_cast<size_t>(3 * level), ' ') + "└ ";
    const std::string name = entry.layer ? entry.layer.name() : entry.operation->name();
    const std::string class_name =
        entry.layer ? entry.layer->class_name() : entry.operation->calls[0]->class_name();
    const Variables weights = entry.layer ? entry.layer.weights() : Variables();
    const bool unbuilt = entry.layer && !entry.operation && !entry.layer->built();
    std::vector<std::string> cells = {
        concat(prefix, printable(name), " (", class_name, ")"), output_text(entry),
        unbuilt ? "0 (unbuilt)" : thousands(size_of(weights).elements)};
    if (!chain_) cells.push_back(level == 0 ? connections_of(entry, graph) : "-");
    if (options_.show_trainable)
      cells.push_back(weights.empty() ? "-" : entry.layer->trainable() ? "Y" : "N");
    table_.add_row(std::move(cells));
    const auto* nested = dynamic_cast<const ModelBase*>(entry.layer.object().get());
    if (!options_.expand_nested || !nested) return;
    for (const Entry& part : entries_of(*nested, true)) add(part, nested->layer_graph(), level + 1);
  }

  std::pair<size_t, size_t> range(const std::vector<Entry>& entries) const {
    if (!options_.layer_range) return {0, entries.size()};
    const auto name_of = [](const Entry& entry) {
      return entry.layer ? entry.layer.name() : entry.operation->name();
    };
    size_t first = entries.size(), last = 0;
    for (size_t i = entries.size(); i-- > 0;)
      if (name_of(entries[i]) == options_.layer_range->first) first = i;
    for (size_t i = 0; i < entries.size(); ++i)
      if (name_of(entries[i]) == options_.layer_range->second) last = i + 1;
    if (first == entries.size() || last == 0)
      fail<ValueError>(
          "summary: layer_range names no layers of the model: ", quote(options_.layer_range->first),
          " and ", quote(options_.layer_range->second), ".");
    if (first >= last) return {last - 1, first + 1};
    return {first, last};
  }

  ModelBase& model_;
  const SummaryOptions& options_;
  bool chain_;
  TextTable table_;
};

}  // namespace

std::string summary_text(ModelBase& model, const SummaryOptions& options) {
  return Summary(model, options).text();
}

}  // namespace cornu
