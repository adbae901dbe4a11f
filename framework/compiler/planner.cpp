#include "framework/compiler/planner.h"

#include <algorithm>

#include "framework/compiler/memory/variable_arenas.h"
#include "framework/compiler/node_args.h"
#include "framework/ops/copy.h"
#include "framework/ops/def.h"
#include "framework/ops/foreach.h"

namespace cornu {

Value Planner::add_copy(Value value, std::vector<std::unique_ptr<Node>>& into) {
  auto node = std::make_unique<Node>();
  node->def = &copy_def;
  node->inputs = {value};
  node->outputs = {value.spec()};
  node->place = value.node->place;
  into.push_back(std::move(node));
  return into.back()->out();
}

/// Gives every output and every update a memory of its own: what two of them share, or what is a
/// variable's old value, is copied. An output that is an old value is copied before any step.
void Planner::separate_results() {
  std::vector<std::unique_ptr<Node>> nodes = graph_.take_nodes(), first, last;
  std::unordered_map<Value, bool, ValueHash> taken;
  for (Value& output : graph_.outputs) {
    const Value base = root_of(output);
    if (base.node->def == &variable_def)
      output = add_copy(output, first);
    else if (!is_leaf(*base.node) && taken[base])
      output = add_copy(output, last);
    taken[root_of(output)] = true;
  }
  for (Graph::Update& update : graph_.updates) {
    const Value base = root_of(update.value);
    if (is_leaf(*base.node) || taken[base]) update.value = add_copy(update.value, last);
    taken[root_of(update.value)] = true;
  }
  // Copies of old values come right after the leaves, before anything is written.
  const auto middle = std::stable_partition(nodes.begin(), nodes.end(),
                                            [](const auto& node) { return is_leaf(*node); });
  nodes.insert(middle, std::make_move_iterator(first.begin()),
               std::make_move_iterator(first.end()));
  std::move(last.begin(), last.end(), std::back_inserter(nodes));
  graph_.set_nodes(std::move(nodes));
  graph_.sort();
}

void Planner::prepare_steps() {
  const auto uses = count_uses(graph_);
  for (const auto& node : graph_.nodes()) {
    if (is_leaf(*node) || node->def->view) continue;
    const NodeArgs node_args(*node, uses);
    const KernelArgs args = node_args.get();
    const auto layouts = layouts_.nodes.find(node.get());
    Executable::Step step;
    step.kernel = prepare_kernel(args, executable_.device_,
                                 layouts == layouts_.nodes.end() ? Layouts() : layouts->second);
    step.node = node.get();
    for (size_t i = 0; i < node->outputs.size(); ++i)
      step.out.push_back({.kind = args.wants(i) ? Location::Kind::arena : Location::Kind::none});
    executable_.steps_.push_back(std::move(step));
  }
}

void Planner::find_lifetimes() {
  for (size_t s = 0; s < executable_.steps_.size(); ++s) {
    const auto at = static_cast<int>(s);
    const Node& node = *executable_.steps_[s].node;
    for (const Value& input : node.inputs) lives_[root_of(input)].last = at;
    for (size_t i = 0; i < node.outputs.size(); ++i) {
      Life& life = lives_[{const_cast<Node*>(&node), static_cast<int>(i)}];
      life.made = at;
      life.last = std::max(life.last, at);
    }
  }
}

void Planner::place_variables() {
  const auto add = [&](const Variable& variable) {
    const auto [entry, is_new] =
        variables_.try_emplace(&variable.state(), executable_.variables_.size());
    if (is_new) executable_.variables_.push_back({variable, layouts_.of(variable)});
    return entry->second;
  };
  for (const auto& node : graph_.nodes()) {
    if (node->def != &variable_def) continue;
    locations_[node->out()] = {Location::Kind::variable, add(node->variable)};
    old_values_[&node->variable.state()] = node->out();
  }
  for (const Graph::Update& update : graph_.updates)
    executable_.updated_.push_back(add(update.variable));
}

/// Whether a new value may be written where the old one lies: nothing reads that afterwards, not
/// even the writing step, unless its kernel can work in place.
bool Planner::writes_in_place(const Value& old_value, const Value& new_value) const {
  const auto life = lives_.find(old_value);
  if (life == lives_.end()) return true;
  const int writer = lives_.at(new_value).made, last_read = life->second.last;
  if (last_read != writer) return last_read < writer;
  const Executable::Step& step = executable_.steps_[static_cast<size_t>(writer)];
  const auto& pairs = step.kernel->may_alias;
  for (size_t i = 0; i < step.node->inputs.size(); ++i) {
    if (!(root_of(step.node->inputs[i]) == old_value)) continue;
    const std::pair<int, int> pair{new_value.index, static_cast<int>(i)};
    if (std::find(pairs.begin(), pairs.end(), pair) == pairs.end()) return false;
  }
  return true;
}

void Planner::place_updates() {
  const int end = static_cast<int>(executable_.steps_.size());
  for (const Graph::Update& update : graph_.updates) {
    const size_t index = variables_.at(&update.variable.state());
    const Value value = root_of(update.value);
    const auto old_value = old_values_.find(&update.variable.state());
    if (old_value == old_values_.end() || writes_in_place(old_value->second, value)) {
      locations_[value] = {Location::Kind::variable, index};
      executable_.variables_[index].written = true;
    } else {
      lives_[value].last = end;  // lives until the copies behind the last step
      executable_.commits_.push_back({index, {}});
    }
  }
}

void Planner::place_outputs() {
  for (size_t i = 0; i < graph_.inputs.size(); ++i)
    locations_[graph_.inputs[i]->out()] = {Location::Kind::input, i};
  for (const auto& node : graph_.nodes()) {
    if (node->def != &constant_def) continue;
    locations_[node->out()] = {Location::Kind::constant, executable_.constants_.size()};
    executable_.constants_.push_back(node->constant);
  }
  for (const Value& output : graph_.outputs) {
    const Value base = root_of(output);
    if (!locations_.contains(base)) {
      locations_[base] = {Location::Kind::output, executable_.own_outputs_.size()};
      executable_.own_outputs_.push_back(base.spec());
    }
    executable_.outputs_.push_back({output.spec(), locations_.at(base)});
  }
}

/// The gradients that an optimizer's `foreach` reads are written side by side by their kernels, in
/// the order of the weights in their arena.
void Planner::place_gradients() {
  for (size_t s = 0; s < executable_.steps_.size(); ++s) {
    const Node& node = *executable_.steps_[s].node;
    if (node.def != &foreach_def) continue;
    const ForeachAttrs& attrs = node.as<ForeachAttrs>();
    const size_t tensors = attrs.tensors(node.inputs.size());
    for (size_t role = 0; role < static_cast<size_t>(attrs.roles); ++role) {
      std::vector<Value> values;
      std::vector<size_t> sizes;
      int first = static_cast<int>(s);
      for (size_t j = 0; j < tensors; ++j) {
        const Value value =
            root_of(node.inputs[static_cast<size_t>(attrs.scalars) + role * tensors + j]);
        const bool twice = std::find(values.begin(), values.end(), value) != values.end();
        if (is_leaf(*value.node) || locations_.contains(value) || places_.contains(value) || twice)
          break;
        values.push_back(value);
        sizes.push_back(bytes(value));
        first = std::min(first, lives_.at(value).made);
      }
      if (values.size() < tensors) continue;
      int last = static_cast<int>(s);
      for (const Value& value : values) last = std::max(last, lives_.at(value).last);
      const std::vector<size_t> offsets = side_by_side(sizes);
      for (size_t j = 0; j < tensors; ++j) places_[values[j]] = {blocks_.size(), offsets[j]};
      blocks_.push_back({.bytes = offsets.back(), .first = first, .last = last});
    }
  }
}

/// Lets a result take the place of an operand that is read for the last time.
bool Planner::take_place(const Executable::Step& step, int at, const Value& value) {
  for (const auto& [output, input] : step.kernel->may_alias) {
    if (output != value.index) continue;
    const Value source = root_of(step.node->inputs[static_cast<size_t>(input)]);
    const auto place = places_.find(source);
    if (place == places_.end() || lives_.at(source).last != at) continue;
    Block& block = blocks_[place->second.block];
    if (block.bytes != bytes(source) || block.bytes < bytes(value) || block.last > at) continue;
    // Another operand of this step may be the same memory.
    const auto same =
        std::count_if(step.node->inputs.begin(), step.node->inputs.end(),
                      [&](const Value& operand) { return root_of(operand) == source; });
    if (same != 1) continue;
    places_[value] = place->second;
    block.last = lives_.at(value).last;
    lives_[source].last = at - 1;  // taken: no second output may claim it
    return true;
  }
  return false;
}

void Planner::place_temporaries() {
  for (size_t s = 0; s < executable_.steps_.size(); ++s) {
    const Executable::Step& step = executable_.steps_[s];
    const auto at = static_cast<int>(s);
    for (size_t i = 0; i < step.node->outputs.size(); ++i) {
      const Value value{const_cast<Node*>(step.node), static_cast<int>(i)};
      if (step.out[i].kind == Location::Kind::none || locations_.contains(value) ||
          places_.contains(value) || take_place(step, at, value))
        continue;
      places_[value] = {blocks_.size()};
      blocks_.push_back({.bytes = bytes(value), .first = at, .last = lives_.at(value).last});
    }
    workspace_block_.push_back(SIZE_MAX);
    if (step.kernel->workspace_bytes > 0) {
      workspace_block_.back() = blocks_.size();
      blocks_.push_back({.bytes = step.kernel->workspace_bytes, .first = at, .last = at});
    }
  }
  executable_.memory_ = plan_memory(blocks_);
}

Location Planner::location(Value value) const {
  const Value base = root_of(value);
  if (const auto found = locations_.find(base); found != locations_.end()) return found->second;
  const InBlock& place = places_.at(base);
  return {Location::Kind::arena, 0, blocks_[place.block].offset + place.offset};
}

void Planner::fill_locations() {
  for (size_t s = 0; s < executable_.steps_.size(); ++s) {
    Executable::Step& step = executable_.steps_[s];
    for (const Value& input : step.node->inputs) step.in.push_back(location(input));
    for (size_t i = 0; i < step.out.size(); ++i)
      if (step.out[i].kind != Location::Kind::none)
        step.out[i] = location({const_cast<Node*>(step.node), static_cast<int>(i)});
    if (workspace_block_[s] != SIZE_MAX)
      step.workspace = {Location::Kind::arena, 0, blocks_[workspace_block_[s]].offset};
  }
  size_t commit = 0;
  for (const Graph::Update& update : graph_.updates) {
    const Location from = location(update.value);
    if (from.kind != Location::Kind::variable) executable_.commits_[commit++].from = from;
  }
}

void Planner::run() {
  separate_results();
  layouts_ = assign_layouts(graph_, executable_.device_);
  verify(graph_);
  prepare_steps();
  find_lifetimes();
  place_variables();
  place_updates();
  place_outputs();
  place_gradients();
  place_temporaries();
  fill_locations();
  gather_variables(graph_, layouts_, executable_.device_);
}

}  // namespace cornu
