#include "framework/autodiff/tape.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/runtime/place.h"

namespace cornu {

GradientTape::GradientTape(TapeOptions options) : options_(options), recording_(true) {
  recorders().push_back(this);
}

GradientTape::~GradientTape() { stop(); }

void GradientTape::stop() {
  if (!recording_) return;
  recording_ = false;
  std::vector<Recorder*>& stack = recorders();
  stack.erase(std::remove(stack.begin(), stack.end(), this), stack.end());
}

void GradientTape::watch(const Tensor& tensor) {
  if (!is_floating(tensor.dtype()))
    fail<DTypeError>("GradientTape: cannot watch ", tensor.spec(),
                     ": only floating values have gradients.");
  watched_.push_back(tensor);
  tracked_.insert(tensor.id());
}

void GradientTape::watch(const Variable& variable) { watched_variables_.insert(&variable.state()); }

void GradientTape::on_read(const Variable& variable, const Tensor& value) {
  const bool wanted = (options_.watch_accessed_variables && variable.trainable()) ||
                      watched_variables_.contains(&variable.state());
  if (!wanted || !is_floating(value.dtype())) return;
  const bool known = std::any_of(reads_.begin(), reads_.end(),
                                 [&](const auto& read) { return read.second.id() == value.id(); });
  if (known) return;
  reads_.emplace_back(variable, value);
  tracked_.insert(value.id());
}

void GradientTape::on_op(const OpDef& def, const Tensors& in, const Tensors& out,
                         const Attrs& attrs, std::span<const Ref<Graph>> subgraphs) {
  const bool depends = std::any_of(
      in.begin(), in.end(), [&](const Tensor& tensor) { return tracked_.contains(tensor.id()); });
  if (!depends) return;
  for (const Tensor& tensor : out)
    if (tensor.defined() && is_floating(tensor.dtype())) tracked_.insert(tensor.id());
  records_.push_back(
      {&def, in, out, attrs, {subgraphs.begin(), subgraphs.end()}, PlaceScope::current()});
}

Tensors GradientTape::gradients(const Tensors& targets, const std::vector<Source>& sources,
                                const Tensors& seeds) {
  if (used_ && !options_.persistent)
    fail<ValueError>(
        "GradientTape: gradient() was called twice.\n  hint: GradientTape tape({.persistent = "
        "true}).");
  used_ = true;
  if (!options_.persistent) stop();
  // A variable that was assigned and read again has several ids: its gradient is their sum.
  Tensors values;
  std::vector<size_t> owner;
  for (size_t i = 0; i < sources.size(); ++i) {
    if (!sources[i].variable().defined()) {
      values.push_back(sources[i].tensor());
      owner.push_back(i);
      continue;
    }
    for (const auto& [variable, value] : reads_)
      if (variable == sources[i].variable()) {
        values.push_back(value);
        owner.push_back(i);
      }
  }
  // The engine's own ops are appended to a persistent tape while it reads what came before.
  const std::vector<OpRecord> before = options_.persistent ? records_ : std::move(records_);
  const Tensors found = backward(before, targets, seeds, values);
  Tensors out(sources.size());
  for (size_t i = 0; i < found.size(); ++i) {
    if (!found[i].defined()) continue;
    Tensor& total = out[owner[i]];
    total = total.defined() ? ops::add(total, found[i]) : found[i];
  }
  return out;
}

Tensor GradientTape::gradient(const Tensor& target, const Source& source) {
  return gradients({target}, {source})[0];
}
Tensors GradientTape::gradient(const Tensor& target, std::initializer_list<Source> sources) {
  return gradients({target}, sources);
}
Tensors GradientTape::gradient(const Tensor& target, const Variables& variables) {
  return gradients({target}, {variables.begin(), variables.end()});
}
Tensors GradientTape::gradient(const Tensor& target, const Tensors& tensors) {
  return gradients({target}, {tensors.begin(), tensors.end()});
}

}  // namespace cornu
