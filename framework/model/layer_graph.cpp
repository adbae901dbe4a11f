#include "framework/model/layer_graph.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "framework/base/error.h"

namespace cornu {

/// Keras's walk from the outputs, without recursion: files may hold chains of any length.
struct LayerGraph::Search {
  std::vector<Ref<CallNode>> finished;
  std::unordered_map<const void*, int> index;  // of operations, in order of first visit
  std::unordered_set<const CallNode*> seen;
  std::set<TensorId> inputs;

  static const void* key(const CallNode& node) {
    return node.layer ? static_cast<const void*>(node.layer.get()) : &node;
  }

  bool ends_at(const Tensor& tensor) const {
    return call_of(tensor).is_input() || inputs.contains(tensor.id());
  }

  void visit(const Tensor& output) {
    struct Frame {
      Ref<CallNode> node;
      Tensors waiting;
      size_t next = 0;
    };
    std::vector<Frame> stack;
    const auto enter = [&](const Tensor& tensor) {
      CallNode& node = call_of(tensor);
      if (!seen.insert(&node).second) return;
      index.try_emplace(key(node), static_cast<int>(index.size()));
      stack.push_back({Ref<CallNode>(&node), ends_at(tensor) ? Tensors() : node.inputs()});
    };
    enter(output);
    while (!stack.empty()) {
      Frame& frame = stack.back();
      if (frame.next < frame.waiting.size()) {
        const Tensor next = frame.waiting[frame.next++];
        enter(next);
      } else {
        finished.push_back(frame.node);
        stack.pop_back();
      }
    }
  }
};

LayerGraph::LayerGraph(const TensorStruct& inputs, const TensorStruct& outputs)
    : inputs_(inputs), outputs_(outputs) {
  Search search;
  for (const Tensor& input : inputs.flat()) {
    if (!input.is_symbolic() || !call_of(input).is_input())
      fail<ValueError>(
          "Model: its inputs must be what Input() returned",
          input.is_symbolic() ? concat(", not an output of ", quote(call_of(input).name())) : "",
          ".");
    if (!search.inputs.insert(input.id()).second)
      fail<ValueError>("Model: the input ", quote(call_of(input).name()), " is given twice.");
  }
  for (const Tensor& output : outputs.flat()) {
    if (!output.is_symbolic())
      fail<ValueError>(
          "Model: its outputs must be symbolic tensors, made from what Input() "
          "returned.");
    search.visit(output);
  }
  for (const Ref<CallNode>& node : search.finished)
    if (node->is_input() && !search.inputs.contains(node->output(0).id()))
      fail<ValueError>("Model: the outputs need the input ", quote(node->name()),
                       ", which is not among the model's inputs.");
  for (const Tensor& input : inputs.flat()) {  // inputs that no output needs
    Ref<CallNode> node(&call_of(input));
    if (!search.seen.insert(node.get()).second) continue;
    search.index[Search::key(*node)] = -1;
    nodes_.push_back(std::move(node));
  }
  nodes_.insert(nodes_.end(), search.finished.begin(), search.finished.end());
  order_operations(search);
  plan();
}

void LayerGraph::order_operations(const Search& search) {
  std::unordered_map<const CallNode*, int> node_depth;
  std::unordered_map<const void*, int> depth;
  for (auto node = search.finished.rbegin(); node != search.finished.rend(); ++node) {
    int& own = depth[Search::key(**node)];
    own = std::max(own, node_depth[node->get()]);
    node_depth[node->get()] = own;
    if ((*node)->is_input()) continue;
    for (const Tensor& input : (*node)->inputs()) {
      int& before = node_depth[&call_of(input)];
      before = std::max(before, own + 1);
    }
  }
  std::unordered_map<const void*, size_t> position;
  for (const Ref<CallNode>& node : nodes_) {
    const auto [entry, is_new] = position.try_emplace(Search::key(*node), operations_.size());
    if (is_new) operations_.push_back({node->layer, {}});
    operations_[entry->second].calls.push_back(node.get());
  }
  for (Operation& operation : operations_)
    std::sort(operation.calls.begin(), operation.calls.end(),
              [](const CallNode* a, const CallNode* b) { return a->serial < b->serial; });
  const auto rank = [&](const Operation& operation) {
    const void* key = Search::key(*operation.calls[0]);
    const auto found = depth.find(key);
    return std::pair(found == depth.end() ? 0 : -found->second, search.index.at(key));
  };
  std::stable_sort(operations_.begin(), operations_.end(),
                   [&](const Operation& a, const Operation& b) { return rank(a) < rank(b); });
  std::set<std::string_view> names;
  for (const Operation& operation : operations_)
    if (!names.insert(operation.name()).second)
      fail<ValueError>("Model: two of its layers are named ", quote(operation.name()),
                       ".\n  hint: names must be unique within a model.");
}

int LayerGraph::slot_of(const Tensor& tensor) const { return slots_.at(tensor.id()); }

void LayerGraph::plan() {
  for (const Ref<CallNode>& node : nodes_) {
    Step step{node, {}, slot_count_};
    CallArguments arguments = node->arguments;
    arguments.each_tensor(
        [&](Tensor& tensor) { step.slots.push_back(tensor.is_symbolic() ? slot_of(tensor) : -1); });
    for (size_t i = 0; i < node->outputs.size(); ++i)
      slots_[node->output(static_cast<int>(i)).id()] = slot_count_++;
    if (!node->is_input()) steps_.push_back(std::move(step));
  }
}

int LayerGraph::call_index(const CallNode& node) const {
  for (const Operation& operation : operations_)
    for (size_t i = 0; i < operation.calls.size(); ++i)
      if (operation.calls[i] == &node) return static_cast<int>(i);
  fail<InternalError>("a call of ", node.name(), " is not part of this model");
}

Tensors LayerGraph::run(const Tensors& inputs, const CallContext& context) const {
  Tensors values(static_cast<size_t>(slot_count_));
  for (size_t i = 0; i < inputs.size(); ++i)
    values[static_cast<size_t>(slot_of(inputs_.flat()[i]))] = inputs[i];
  for (const Step& step : steps_) {
    CallArguments actual = step.node->arguments;
    size_t next = 0;
    actual.each_tensor([&](Tensor& tensor) {
      const int slot = step.slots[next++];
      if (slot >= 0) tensor = values[static_cast<size_t>(slot)];
    });
    const Tensors outputs = step.node->run(actual, context);
    for (size_t i = 0; i < outputs.size(); ++i)
      values[static_cast<size_t>(step.first_output) + i] = outputs[i];
  }
  Tensors outputs;
  for (const Tensor& output : outputs_.flat())
    outputs.push_back(values[static_cast<size_t>(slot_of(output))]);
  return outputs;
}

}  // namespace cornu
