#include "framework/autodiff/tape.h"

#include <algorithm>

#include "framework/autodiff/jacobian.h"
#include "framework/base/error.h"
#include "framework/ops/creation.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/runtime/place.h"

namespace cornu {

GradientTape::GradientTape(TapeOptions options) : options_(options) { start(); }

GradientTape::~GradientTape() { stop(); }

void GradientTape::start() {
  if (!listed_) recorders().push_back(this);
  listed_ = recording_ = true;
}

/// Within a trace that began after it, it is not among the recorders now, but will be again: it
/// leaves them when it is stopped once more, at the end of its scope.
void GradientTape::stop() {
  recording_ = false;
  std::vector<Recorder*>& stack = recorders();
  const auto place = std::find(stack.begin(), stack.end(), this);
  if (place == stack.end()) return;
  stack.erase(place);
  listed_ = false;
}

void GradientTape::watch(const Tensor& tensor) {
  if (!is_floating(tensor.dtype()))
    fail<DTypeError>("GradientTape: cannot watch ", tensor.spec(),
                     ": only floating values have gradients.");
  watched_.push_back(tensor);
  tracked_.insert(tensor.id());
}

void GradientTape::watch(const Variable& variable) { watched_variables_.insert(&variable.state()); }

Variables GradientTape::watched_variables() const {
  Variables variables;
  for (const auto& [variable, value] : reads_)
    if (std::find(variables.begin(), variables.end(), variable) == variables.end())
      variables.push_back(variable);
  return variables;
}

void GradientTape::reset() {
  records_.clear();
  watched_.clear();
  tracked_.clear();
  reads_.clear();
  watched_variables_.clear();
  used_ = false;
  start();
}

void GradientTape::on_read(const Variable& variable, const Tensor& value) {
  if (!recording_ || paused_ > 0) return;
  const bool wanted = (options_.watch_accessed_variables && variable.trainable()) ||
                      watched_variables_.contains(&variable.state());
  if (!wanted || !is_floating(value.dtype())) return;
  const bool known = std::any_of(reads_.begin(), reads_.end(),
                                 [&](const auto& read) { return read.second.id() == value.id(); });
  if (known) return;
  reads_.emplace_back(variable, value);
  tracked_.insert(value.id());
}

void GradientTape::on_op(const OpDef& def, TensorRefs in, std::span<const Tensor> out,
                         const Attrs& attrs, std::span<const Ref<Graph>> subgraphs) {
  if (!recording_ || paused_ > 0) return;
  const bool depends = std::any_of(
      in.begin(), in.end(), [&](const Tensor* tensor) { return tracked_.contains(tensor->id()); });
  if (!depends) return;
  for (const Tensor& tensor : out)
    if (tensor.defined() && is_floating(tensor.dtype())) tracked_.insert(tensor.id());
  constexpr size_t kUsual = 128;  // moving a few records again and again costs more than their room
  if (records_.empty()) records_.reserve(kUsual);
  OpRecord& record = records_.emplace_back();
  record.def = &def;
  record.in.reserve(in.size());
  for (const Tensor* tensor : in) record.in.push_back(*tensor);
  record.out.assign(out.begin(), out.end());
  record.attrs = attrs;
  record.subgraphs.assign(subgraphs.begin(), subgraphs.end());
  record.place = PlaceScope::current();
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

namespace {

Spec spec_of(const Source& source) {
  return source.variable().defined() ? source.variable().spec() : source.tensor().spec();
}

Tensor zeros_for(const Source& source) {
  const Spec spec = spec_of(source);
  return to_device(zeros(spec.shape, spec.dtype), spec.device);
}

}  // namespace

Tensors GradientTape::gradient_of(const Tensor& target, const std::vector<Source>& sources,
                                  const GradientOptions& options) {
  Tensors found = gradients({target}, sources, options.output_gradients);
  if (options.unconnected_gradients == UnconnectedGradients::zero)
    for (size_t i = 0; i < found.size(); ++i)
      if (!found[i].defined()) found[i] = zeros_for(sources[i]);
  return found;
}

Tensor GradientTape::gradient(const Tensor& target, const Source& source,
                              const GradientOptions& options) {
  return gradient_of(target, {source}, options)[0];
}
Tensors GradientTape::gradient(const Tensor& target, std::initializer_list<Source> sources,
                               const GradientOptions& options) {
  return gradient_of(target, sources, options);
}
Tensors GradientTape::gradient(const Tensor& target, const Variables& variables,
                               const GradientOptions& options) {
  return gradient_of(target, {variables.begin(), variables.end()}, options);
}
Tensors GradientTape::gradient(const Tensor& target, const Tensors& tensors,
                               const GradientOptions& options) {
  return gradient_of(target, {tensors.begin(), tensors.end()}, options);
}
std::map<std::string, Tensor> GradientTape::gradient(const Tensor& target,
                                                     const std::map<std::string, Source>& sources,
                                                     const GradientOptions& options) {
  std::vector<Source> list;
  list.reserve(sources.size());
  for (const auto& [name, source] : sources) list.push_back(source);
  const Tensors found = gradient_of(target, list, options);
  std::map<std::string, Tensor> named;
  for (const auto& [name, source] : sources) named.emplace(name, found[named.size()]);
  return named;
}

Tensors GradientTape::jacobian(const Tensor& target, const std::vector<Source>& sources) {
  return stacked_rows(target, [&](const Tensor& weights) {
    return gradient_of(
        target, sources,
        {.output_gradients = {weights}, .unconnected_gradients = UnconnectedGradients::zero});
  });
}
Tensor GradientTape::jacobian(const Tensor& target, const Source& source) {
  return jacobian(target, std::vector<Source>{source})[0];
}
Tensor GradientTape::batch_jacobian(const Tensor& target, const Source& source) {
  return stacked_batch_rows(target, [&](const Tensor& weights) {
    return gradient_of(
        target, {source},
        {.output_gradients = {weights}, .unconnected_gradients = UnconnectedGradients::zero});
  })[0];
}

}  // namespace cornu
