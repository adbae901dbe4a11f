#include "framework/compiler/layout/problem.h"

#include <algorithm>
#include <map>

#include "framework/compiler/node_args.h"
#include "framework/compiler/pass.h"
#include "framework/ops/def.h"
#include "framework/ops/foreach.h"
#include "framework/runtime/backend.h"

namespace cornu {

namespace {

/// About how long a reorder takes: it reads and writes every byte.
double reorder_nanoseconds(const Spec& spec) {
  constexpr double kStart = 1000, kBytesPerNanosecond = 8;
  return kStart + 2 * static_cast<double>(spec.bytes()) / kBytesPerNanosecond;
}

bool single(const Spec& spec) { return spec.shape.elements() == 1; }

}  // namespace

/// Reads the graph: first every member of a group is a unit of its own, then values join them.
class LayoutProblem::Builder {
 public:
  Builder(LayoutProblem& problem, const Graph& graph, Device device)
      : problem_(problem), graph_(graph), device_(device), uses_(count_uses(graph)) {}

  void run() {
    for (const auto& node : graph_.nodes()) add_node(*node);
    const size_t ends = add_unit();
    for (const Value& output : graph_.outputs) read(output, {.unit = ends});
    for (const Graph::Update& update : graph_.updates) {
      const size_t variable = variable_unit(update.variable);
      kinds_[variable].updated = true;
      read(update.value, {.unit = variable, .follows = true});
    }
    join_groups();
    offer_to_groups();
    finish();
  }

 private:
  /// What is known of a unit while the graph is read; of a group, its root's.
  struct Kind {
    size_t root;
    Shape shape = {};
    std::vector<DType> dtypes = {};
    std::vector<LayoutRef> fixed = {};  ///< Where an updated variable lies already.
    bool nodes = false, updated = false;
  };

  size_t add_unit() {
    problem_.units_.emplace_back();
    kinds_.push_back({kinds_.size()});
    return kinds_.size() - 1;
  }
  size_t add_member(const Spec& spec, bool node) {
    const size_t unit = add_unit();
    problem_.units_[unit].group = true;
    kinds_[unit].shape = spec.shape;
    kinds_[unit].dtypes = {spec.dtype};
    kinds_[unit].nodes = node;
    return unit;
  }

  size_t variable_unit(const Variable& variable) {
    const auto [found, is_new] = variables_.try_emplace(&variable.state());
    if (is_new) found->second = add_member(variable.spec(), false);
    return found->second;
  }

  void make(const Value& value, const Place& place) {
    index_[value] = problem_.traffic_.size();
    problem_.traffic_.push_back({value, place, {}, reorder_nanoseconds(value.spec())});
  }
  void read(const Value& value, const Place& place) {
    problem_.traffic_[index_.at(value)].readers.push_back(place);
  }

  void add_node(Node& node) {
    if (node.def == &variable_def)
      return make(node.out(),
                  {.unit = variable_unit(node.variable), .output = true, .follows = true});
    if (is_leaf(node)) return make(node.out(), {.unit = add_unit(), .output = true});
    if (node.def->view) return add_view(node);
    const NodeArgs args(node, uses_);
    const KernelOffers offers = kernel_offers(args.get(), device_);
    if (offers.any_layout && node.def == &foreach_def) return add_foreach(node);
    if (offers.any_layout && alike(node)) return add_alike(node);
    const size_t unit = add_unit();
    if (!offers.layouts.empty()) {
      std::vector<Option>& options = problem_.units_[unit].options;
      options.clear();
      for (const Layouts& layouts : offers.layouts) {
        note(layouts.in);
        note(layouts.out);
        options.push_back({layouts, {}, layouts.nanoseconds});
      }
    }
    for (size_t i = 0; i < node.inputs.size(); ++i)
      read(node.inputs[i], {.unit = unit, .operand = i});
    for (size_t i = 0; i < node.outputs.size(); ++i)
      make(node.out(static_cast<int>(i)), {.unit = unit, .output = true, .operand = i});
  }

  void add_view(Node& node) {
    const Spec& spec = node.outputs[0];
    if (spec.shape == node.inputs[0].spec().shape) return add_alike(node);
    const size_t unit = add_unit();
    read(node.inputs[0], {.unit = unit});
    make(node.out(), {.unit = unit, .output = true});
  }

  /// Whether all operands but single elements have one shape.
  static bool alike(const Node& node) {
    const Shape& shape = node.outputs[0].shape;
    const auto fits = [&](const Spec& spec) { return spec.shape == shape || single(spec); };
    return !single(node.outputs[0]) &&
           std::all_of(node.outputs.begin(), node.outputs.end(),
                       [&](const Spec& spec) { return spec.shape == shape; }) &&
           std::all_of(node.inputs.begin(), node.inputs.end(),
                       [&](const Value& value) { return fits(value.spec()); });
  }

  void add_alike(Node& node) {
    const size_t unit = add_member(node.outputs[0], true);
    for (size_t i = 0; i < node.inputs.size(); ++i) add_operand(node.inputs[i], unit);
    for (size_t i = 0; i < node.outputs.size(); ++i)
      add_result(node.out(static_cast<int>(i)), unit);
  }

  /// Every tensor that the program runs on may lie in an order of its own.
  void add_foreach(Node& node) {
    const ForeachAttrs& attrs = node.as<ForeachAttrs>();
    const auto scalars = static_cast<size_t>(attrs.scalars);
    const size_t tensors = attrs.tensors(node.inputs.size());
    const size_t ends = add_unit();
    for (size_t i = 0; i < scalars; ++i) read(node.inputs[i], {.unit = ends});
    for (size_t j = 0; j < tensors; ++j) {
      const size_t unit = add_member(node.inputs[scalars + j].spec(), true);
      for (size_t i = scalars + j; i < node.inputs.size(); i += tensors)
        add_operand(node.inputs[i], unit);
      for (size_t k = j; k < node.outputs.size(); k += tensors)
        add_result(node.out(static_cast<int>(k)), unit);
    }
  }

  void add_operand(const Value& value, size_t unit) {
    kinds_[unit].dtypes.push_back(value.spec().dtype);
    read(value, {.unit = unit, .follows = value.spec().shape == kinds_[unit].shape});
  }
  void add_result(const Value& value, size_t unit) {
    kinds_[unit].dtypes.push_back(value.spec().dtype);
    make(value, {.unit = unit, .output = true, .follows = true});
  }

  void note(const std::vector<LayoutRef>& layouts) {
    for (const LayoutRef& layout : layouts)
      if (layout && std::none_of(offered_.begin(), offered_.end(), [&](const LayoutRef& other) {
            return same_layout(other, layout);
          }))
        offered_.push_back(layout);
  }

  size_t root(size_t unit) const {
    while (kinds_[unit].root != unit) unit = kinds_[unit].root;
    return unit;
  }

  /// A value that goes from one member of a group to another joins their groups.
  void join_groups() {
    for (const Traffic& traffic : problem_.traffic_) {
      if (!traffic.maker.follows) continue;
      for (const Place& reader : traffic.readers) {
        if (!reader.follows) continue;
        const size_t a = root(traffic.maker.unit), b = root(reader.unit);
        if (a == b) continue;
        const auto [first, second] = std::minmax(a, b);
        Kind &into = kinds_[first], &from = kinds_[second];
        from.root = first;
        into.nodes |= from.nodes;
        into.updated |= from.updated;
        into.dtypes.insert(into.dtypes.end(), from.dtypes.begin(), from.dtypes.end());
      }
    }
  }

  void offer_to_groups() {
    // An updated variable that a plan has packed already stays as it is: every plan agrees with it.
    for (const auto& [state, unit] : variables_) {
      auto& variable = *const_cast<Variable::State*>(state);
      const std::lock_guard lock(variable.mutex);
      if (variable.storage.layout) kinds_[root(unit)].fixed.push_back(variable.storage.layout);
    }
    for (size_t u = 0; u < kinds_.size(); ++u) {
      if (!problem_.units_[u].group || root(u) != u) continue;
      const Kind& kind = kinds_[u];
      std::vector<Option>& options = problem_.units_[u].options;
      if (kind.updated && !kind.fixed.empty()) {
        options = {{.all = kind.fixed.front()}};
        continue;
      }
      // Where a variable lies already it need not be repacked.
      constexpr double kRepack = 100;
      const auto repack = [&](const LayoutRef& layout) {
        return kind.fixed.empty() || same_layout(kind.fixed.front(), layout) ? 0 : kRepack;
      };
      options[0].nanoseconds = repack({});
      for (const LayoutRef& layout : offered_) {
        const bool holds = std::all_of(kind.dtypes.begin(), kind.dtypes.end(),
                                       [&](DType dtype) { return layout->holds(dtype); });
        // Lanes that hold no element would be computed too.
        if (layout->shape() == kind.shape && holds && !(kind.nodes && layout->padded()))
          options.push_back({.all = layout, .nanoseconds = repack(layout)});
      }
    }
  }

  /// Points all places at their groups' roots.
  void finish() {
    for (size_t t = 0; t < problem_.traffic_.size(); ++t) {
      Traffic& traffic = problem_.traffic_[t];
      const auto settle = [&](Place& place) {
        place.unit = root(place.unit);
        std::vector<size_t>& values = problem_.units_[place.unit].values;
        if (values.empty() || values.back() != t) values.push_back(t);
      };
      settle(traffic.maker);
      for (Place& reader : traffic.readers) settle(reader);
    }
  }

  LayoutProblem& problem_;
  const Graph& graph_;
  Device device_;
  std::unordered_map<Value, int, ValueHash> uses_;
  std::vector<Kind> kinds_;  // by unit
  std::map<const Variable::State*, size_t> variables_;
  std::unordered_map<Value, size_t, ValueHash> index_;
  std::vector<LayoutRef> offered_;
};

LayoutProblem::LayoutProblem(const Graph& graph, Device device) {
  Builder(*this, graph, device).run();
}

}  // namespace cornu
