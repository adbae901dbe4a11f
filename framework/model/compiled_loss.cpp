#include "framework/model/compiled_loss.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/model/by_shape.h"
#include "framework/model/loss_tracker.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

size_t index_of(const std::vector<std::string>& names, const std::string& name,
                std::string_view what) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    fail<ValueError>("compile: ", what, " names ", quote(name), ", which is no output.",
                     suggest(name, names));
  return static_cast<size_t>(found - names.begin());
}

}  // namespace

CompiledLoss::CompiledLoss(LossArg losses, WeightsArg weights)
    : losses_(std::move(losses)), weights_(std::move(weights)) {}

std::vector<std::pair<size_t, LossRef>> CompiledLoss::assign(const OutputNames& output_names,
                                                             size_t outputs) const {
  const std::vector<std::string>& names = output_names.names;
  std::vector<std::pair<size_t, LossRef>> assigned;
  switch (losses_.kind()) {
    case LossArg::Kind::none:
      break;
    case LossArg::Kind::one:
      for (size_t i = 0; i < outputs; ++i) assigned.emplace_back(i, losses_.losses()[0]);
      break;
    case LossArg::Kind::list:
      if (losses_.losses().size() != outputs)
        fail<ValueError>("compile: ", losses_.losses().size(), " losses for ", outputs,
                         outputs == 1 ? " output." : " outputs.");
      for (size_t i = 0; i < outputs; ++i) assigned.emplace_back(i, losses_.losses()[i]);
      break;
    case LossArg::Kind::named:
      for (size_t i = 0; i < losses_.names().size(); ++i)
        assigned.emplace_back(index_of(names, losses_.names()[i], "loss"), losses_.losses()[i]);
      if (losses_.names().size() != outputs && !output_names.keyed)
        fail<ValueError>("compile: loss names ", losses_.names().size(), " of ", outputs,
                         " outputs.\n  hint: give each output a loss; an empty one, {}, leaves it "
                         "out.");
      break;
  }
  std::erase_if(assigned, [](const auto& each) { return !each.second; });
  return assigned;
}

std::vector<bool> CompiledLoss::wanted(const OutputNames& names, size_t outputs) const {
  std::vector<bool> wanted(outputs);
  for (const auto& [output, loss] : assign(names, outputs)) wanted[output] = true;
  return wanted;
}

double CompiledLoss::weight_of(size_t position, size_t count, const std::string& name) const {
  if (weights_.one_for_all()) return weights_.weights()[0];
  if (weights_.names().empty()) {
    if (weights_.weights().size() != count)
      fail<ValueError>("compile: ", weights_.weights().size(), " loss_weights for ", count,
                       count == 1 ? " loss." : " losses.");
    return weights_.weights()[position];
  }
  for (size_t i = 0; i < weights_.names().size(); ++i)
    if (weights_.names()[i] == name) return weights_.weights()[i];
  fail<ValueError>("compile: loss_weights has none for ", quote(name), ".");
}

void CompiledLoss::build(const OutputNames& output_names, const Tensors& y_true,
                         const Tensors& y_pred) {
  const std::vector<std::string>& names = output_names.names;
  const auto assigned = assign(output_names, y_pred.size());
  for (const auto& [output, loss] : assigned) {
    const std::string name = output < names.size() ? names[output] : loss->name();
    const bool weighted = !weights_.empty();
    const double weight =
        weighted
            ? weight_of(losses_.kind() == LossArg::Kind::list ? output : entries_.size(),
                        losses_.kind() == LossArg::Kind::list ? y_pred.size() : assigned.size(),
                        name)
            : 1.0;
    entries_.push_back(
        {output, name, loss_by_shape(loss, y_true[output], y_pred[output]), weight, weighted});
    if (assigned.size() > 1)
      trackers_.push_back(std::make_shared<LossTracker>(concat(name, "_loss")));
  }
  built_ = true;
}

Tensor CompiledLoss::operator()(const Tensors& y_true, const Tensors& y_pred,
                                const Tensors& sample_weight, const Tensor& samples) {
  Tensor total;
  for (size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    Tensor loss;
    try {
      loss = entry.loss(y_true[entry.output], y_pred[entry.output], sample_weight[entry.output]);
    } catch (Error& error) {
      error.add_place(concat("in the loss of ", quote(entry.name)));
      throw;
    }
    loss = ops::cast(loss, DType::f32);
    // In a graph Keras on TensorFlow does not know the batch's size here: each batch counts once.
    if (!trackers_.empty()) trackers_[i]->add(loss, samples);
    if (entry.weighted) loss = loss * entry.weight;
    total = total.defined() ? total + loss : loss;
  }
  return total;
}

}  // namespace cornu
