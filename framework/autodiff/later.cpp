#include "framework/autodiff/later.h"

#include <algorithm>
#include <map>

#include "framework/base/error.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/gradients.h"
#include "framework/runtime/apply.h"

namespace cornu {

bool any_unknown(std::span<const OpRecord* const> records) {
  const auto unknown_shape = [](const Tensor& tensor) {
    return tensor.defined() && !tensor.shape().known();
  };
  return std::any_of(records.begin(), records.end(), [&](const OpRecord* record) {
    return std::any_of(record->in.begin(), record->in.end(), unknown_shape) ||
           std::any_of(record->out.begin(), record->out.end(), unknown_shape);
  });
}

Tensors gradients_later(std::span<const OpRecord* const> records, const Tensors& targets,
                        const Tensors& seeds, const Tensors& sources) {
  const auto graph = make_ref<Graph>();
  std::map<TensorId, Value> values;
  Tensors operands, captured;
  for (const Tensor& source : sources) {
    values[source.id()] = graph->add_input(concat("x", operands.size()), source.spec());
    operands.push_back(source);
  }
  const auto value_in_graph = [&](const Tensor& tensor) {
    const auto [entry, is_new] = values.try_emplace(tensor.id());
    if (is_new && tensor.is_concrete()) {
      entry->second = graph->add_constant(tensor);
    } else if (is_new) {
      entry->second = graph->add_input(concat("x", operands.size()), tensor.spec());
      operands.push_back(tensor);
    }
    return entry->second;
  };
  for (const OpRecord* each : records) {
    const OpRecord& record = *each;
    auto node = std::make_unique<Node>();
    node->def = record.def;
    for (const Tensor& in : record.in) node->inputs.push_back(value_in_graph(in));
    node->attrs = record.attrs;
    node->subgraphs = record.subgraphs;
    node->place = record.place;
    for (const Tensor& out : record.out) node->outputs.push_back(out.spec());
    Node* added = graph->add_raw(std::move(node));
    for (size_t i = 0; i < record.out.size(); ++i)
      values[record.out[i].id()] = added->out(static_cast<int>(i));
  }
  for (size_t i = 0; i < targets.size(); ++i) {
    graph->outputs.push_back(values.at(targets[i].id()));
    operands.push_back(seeds[i].defined() ? seeds[i] : ones_like(targets[i]));
  }
  const Ref<Graph> graphs[] = {graph};
  return apply(gradients_def, std::move(operands),
               GradientsAttrs{static_cast<int64_t>(sources.size())}, graphs);
}

}  // namespace cornu
