#include "framework/compiler/planner.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/ops/copy.h"
#include "framework/runtime/process.h"

namespace cornu {

namespace {

bool is_leaf(const Node& node) {
  return node.def == &input_def || node.def == &constant_def || node.def == &variable_def;
}

}  // namespace

Value Planner::root(Value value) const {
  while (value.node->def->view) value = value.node->inputs[0];
  return value;
}

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
    const Value base = root(output);
    if (base.node->def == &variable_def)
      output = add_copy(output, first);
    else if (!is_leaf(*base.node) && taken[base])
      output = add_copy(output, last);
    taken[root(output)] = true;
  }
  for (Graph::Update& update : graph_.updates) {
    const Value base = root(update.value);
    if (is_leaf(*base.node) || taken[base]) update.value = add_copy(update.value, last);
    taken[root(update.value)] = true;
  }
  // Copies of old values come right after the leaves they read.
  if (!first.empty()) {
    const auto middle = std::stable_partition(nodes.begin(), nodes.end(),
                                              [](const auto& node) { return is_leaf(*node); });
    std::vector<std::unique_ptr<Node>> views;  // an old value may be seen through a view
    nodes.insert(middle, std::make_move_iterator(first.begin()),
                 std::make_move_iterator(first.end()));
    std::unordered_map<const Node*, bool> placed;
    std::vector<std::unique_ptr<Node>> ordered, waiting = std::move(nodes);
    while (!waiting.empty()) {
      std::vector<std::unique_ptr<Node>> later;
      for (auto& node : waiting) {
        const bool ready = std::all_of(node->inputs.begin(), node->inputs.end(),
                                       [&](const Value& v) { return placed.contains(v.node); });
        if (ready) placed[node.get()] = true;
        (ready ? ordered : later).push_back(std::move(node));
      }
      waiting = std::move(later);
    }
    nodes = std::move(ordered);
  }
  std::move(last.begin(), last.end(), std::back_inserter(nodes));
  graph_.set_nodes(std::move(nodes));
  graph_.renumber();
}

void Planner::prepare_steps() {
  const auto uses = count_uses(graph_);
  for (const auto& node : graph_.nodes()) {
    if (is_leaf(*node) || node->def->view) continue;
    std::vector<Spec> in;
    uint64_t constant_inputs = 0;
    for (size_t i = 0; i < node->inputs.size(); ++i) {
      in.push_back(node->inputs[i].spec());
      if (root(node->inputs[i]).node->def == &variable_def) constant_inputs |= uint64_t{1} << i;
    }
    uint64_t wanted = ~uint64_t{0};
    for (size_t i = 0; i < std::min<size_t>(64, node->outputs.size()); ++i)
      if (node->def->is_auxiliary(node->attrs, i) && !uses.contains(node->out(static_cast<int>(i))))
        wanted &= ~(uint64_t{1} << i);
    const KernelArgs args{*node->def,
                          node->attrs,
                          in,
                          node->outputs,
                          wanted,
                          node->subgraphs,
                          deterministic_kernels(),
                          constant_inputs};
    Executable::Step step;
    step.kernel = prepare_kernel(args, executable_.device_);
    step.node = node.get();
    step_of_[node.get()] = static_cast<int>(executable_.steps_.size());
    for (size_t i = 0; i < node->outputs.size(); ++i)
      step.out.push_back({.kind = args.wants(i) ? Location::Kind::arena : Location::Kind::none});
    executable_.steps_.push_back(std::move(step));
  }
}

void Planner::find_lifetimes() {
  for (size_t s = 0; s < executable_.steps_.size(); ++s) {
    const auto at = static_cast<int>(s);
    const Node& node = *executable_.steps_[s].node;
    for (const Value& input : node.inputs) lives_[root(input)].last = at;
    for (size_t i = 0; i < node.outputs.size(); ++i) {
      Life& life = lives_[{const_cast<Node*>(&node), static_cast<int>(i)}];
      life.made = at;
      life.last = std::max(life.last, at);
    }
  }
}

/// A variable's new value is written straight into its memory where nothing reads the old value
/// after that: not even the writing step, unless its kernel can work in place.
void Planner::place_updates() {
  std::unordered_map<const Variable::State*, size_t> index;
  for (const auto& node : graph_.nodes()) {
    if (node->def != &variable_def) continue;
    index[&node->variable.state()] = executable_.variables_.size();
    locations_[node->out()] = {Location::Kind::variable, executable_.variables_.size()};
    executable_.variables_.push_back({node->variable});
  }
  const int end = static_cast<int>(executable_.steps_.size());
  for (const Graph::Update& update : graph_.updates) {
    const auto [entry, is_new] =
        index.try_emplace(&update.variable.state(), executable_.variables_.size());
    if (is_new) executable_.variables_.push_back({update.variable});
    executable_.updated_.push_back(entry->second);
    const Value value = root(update.value);
    const int writer = lives_.at(value).made;
    bool in_place = true;
    for (const auto& node : graph_.nodes()) {
      if (node->def != &variable_def || !(node->variable == update.variable)) continue;
      const auto life = lives_.find(node->out());
      const int last_read = life == lives_.end() ? -1 : life->second.last;
      if (last_read > writer) in_place = false;
      if (last_read != writer) continue;
      const Executable::Step& step = executable_.steps_[static_cast<size_t>(writer)];
      for (size_t i = 0; i < step.node->inputs.size(); ++i) {
        if (!(root(step.node->inputs[i]) == node->out())) continue;
        const std::pair<int, int> pair{value.index, static_cast<int>(i)};
        const auto& pairs = step.kernel->may_alias;
        if (std::find(pairs.begin(), pairs.end(), pair) == pairs.end()) in_place = false;
      }
    }
    if (in_place) {
      locations_[value] = {Location::Kind::variable, entry->second};
      executable_.variables_[entry->second].written = true;
    } else {
      lives_[value].last = end;  // lives until the copies behind the last step
      executable_.commits_.push_back({entry->second, {}});
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
    const Value base = root(output);
    if (!locations_.contains(base)) {
      locations_[base] = {Location::Kind::output, executable_.own_outputs_.size()};
      executable_.own_outputs_.push_back(base.spec());
    }
    executable_.outputs_.push_back({output.spec(), locations_.at(base)});
  }
}

void Planner::place_temporaries() {
  for (size_t s = 0; s < executable_.steps_.size(); ++s) {
    const Executable::Step& step = executable_.steps_[s];
    const auto at = static_cast<int>(s);
    for (size_t i = 0; i < step.node->outputs.size(); ++i) {
      const Value value{const_cast<Node*>(step.node), static_cast<int>(i)};
      if (step.out[i].kind == Location::Kind::none || locations_.contains(value)) continue;
      const size_t bytes = value.spec().bytes();
      bool reused = false;
      for (const auto& [output, input] : step.kernel->may_alias) {
        if (output != value.index) continue;
        const Value source = root(step.node->inputs[static_cast<size_t>(input)]);
        const auto block = block_of_.find(source);
        if (block == block_of_.end() || lives_.at(source).last != at) continue;
        if (source.spec().bytes() < bytes) continue;
        // Another operand of this step may be the same memory; another output may have taken it.
        const auto same = std::count_if(step.node->inputs.begin(), step.node->inputs.end(),
                                        [&](const Value& v) { return root(v) == source; });
        if (same != 1 || blocks_[block->second].last > at) continue;
        block_of_[value] = block->second;
        blocks_[block->second].last = lives_.at(value).last;
        if (blocks_[block->second].last == at) blocks_[block->second].last = at;
        lives_[source].last = at - 1;  // taken: no second output may claim it
        reused = true;
        break;
      }
      if (reused) continue;
      block_of_[value] = blocks_.size();
      blocks_.push_back({.bytes = bytes, .first = at, .last = lives_.at(value).last});
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
  const Value base = root(value);
  if (const auto found = locations_.find(base); found != locations_.end()) return found->second;
  return {Location::Kind::arena, 0, blocks_[block_of_.at(base)].offset};
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
  for (size_t u = 0; u < graph_.updates.size(); ++u) {
    const Location from = location(graph_.updates[u].value);
    if (from.kind == Location::Kind::variable) continue;
    executable_.commits_[commit++].from = from;
  }
}

void Planner::run() {
  separate_results();
  prepare_steps();
  find_lifetimes();
  place_updates();
  place_outputs();
  place_temporaries();
  fill_locations();
}

}  // namespace cornu
