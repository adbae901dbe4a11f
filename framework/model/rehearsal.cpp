#include "framework/model/rehearsal.h"

#include <algorithm>
#include <cmath>

#include "framework/base/error.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

/// A batch of zeros; undefined where more than the number of samples is unknown.
Tensor zeros_of(const Tensor& tensor, int64_t samples) {
  if (!tensor.defined() || tensor.ndim() == 0) return {};
  const Shape shape = tensor.shape().with(0, samples);
  return shape.known() ? zeros(shape, tensor.dtype()) : Tensor();
}

Tensors zeros_of(const Tensors& tensors, int64_t samples) {
  Tensors made;
  for (const Tensor& tensor : tensors) made.push_back(zeros_of(tensor, samples));
  return made;
}

/// The labels in the samples' order, and how many belong to each sample.
void check_labels_of(const Dataset& dataset, const Tensor& labels, const CompiledLoss::Entry& entry,
                     int64_t classes, const std::string& output) {
  const Json ignored = entry.loss->get_config()["ignore_class"];
  const std::vector<double> values = labels.to_vector<double>();
  const int64_t rows = labels.shape()[0];
  const size_t each = rows == 0 ? 0 : values.size() / static_cast<size_t>(rows);
  for (int64_t sample = 0; sample < dataset.size(); ++sample)
    for (size_t i = 0; i < each; ++i) {
      const double label = values[static_cast<size_t>(sample) * each + i];
      if (label > -1 && label < static_cast<double>(classes)) continue;  // cast to an integer
      if (ignored.is_int() && label == static_cast<double>(ignored.as_int())) continue;
      const bool whole = std::nearbyint(label) == label && std::abs(label) < 1e15;
      fail<ValueError>("sample ", sample, " has the label ",
                       whole ? concat(static_cast<int64_t>(label)) : number_text(label),
                       ": the output ", quote(output), " has ", classes,
                       " classes, labelled from 0 to ", classes - 1, ".");
    }
}

/// A model may be made for batches of one size, as one that remembers what came before is.
void check_batches(const ModelBase& model, const Dataset& dataset, int64_t batch_size) {
  const TensorStruct inputs = model.inputs();
  for (const Tensor& input : inputs.flat()) {
    if (!input.shape().ranked() || input.ndim() == 0 || input.shape()[0] == unknown) continue;
    const int64_t wanted = input.shape()[0], last = dataset.size() % batch_size;
    if (batch_size != wanted && batch_size <= dataset.size())
      fail<ShapeError>("the model takes batches of ", wanted, ", these are of ", batch_size, ".");
    if (last > 0 && last != wanted)
      fail<ShapeError>("the model takes batches of ", wanted, ", the last one of ", dataset.size(),
                       " samples has ", last, ".\n  hint: leave some samples out.");
  }
}

}  // namespace

Rehearsal::Rehearsal(Trainer& trainer, const Dataset& dataset, int64_t batch_size)
    : trainer_(trainer), dataset_(dataset) {
  check_batches(trainer.model(), dataset, batch_size);
  trainer.build_model(dataset.x());
  const TensorStruct outputs = trainer.model().outputs();
  if (outputs.empty()) return;
  targets_ = trainer.match(outputs, {dataset.x(), dataset.y(), dataset.sample_weight()});
  const int64_t samples = std::min(batch_size, dataset.size());
  Trainer::Matched zeros = {targets_.names, zeros_of(targets_.y_true, samples),
                            zeros_of(targets_.y_pred, samples),
                            zeros_of(targets_.sample_weight, samples), samples};
  if (std::all_of(zeros.y_pred.begin(), zeros.y_pred.end(),
                  [](const Tensor& output) { return output.defined(); }))
    zeros_ = std::move(zeros);
}

void Rehearsal::try_losses() const {
  if (zeros_.y_pred.empty()) return;
  Tensors extra;
  if (trainer_.options().loss.kind() == LossArg::Kind::none) {
    // Whether a layer adds a loss only a call can tell.
    const auto reader = dataset_.read({.batch_size = 1});
    reader->start(0);
    Batch batch;
    if (reader->next(batch))
      trainer_.model().invoke(dataset_.x().with(batch.x), CallContext(false, &extra));
  }
  trainer_.compute_loss(zeros_, extra);
  trainer_.reset_metrics();
}

void Rehearsal::try_metrics() const {
  if (zeros_.y_pred.empty()) return;
  trainer_.update_metrics(zeros_);
  trainer_.reset_metrics();
}

void Rehearsal::check() const {
  try_losses();
  try_metrics();
  check_labels();
}

void Rehearsal::check_labels() const {
  for (const CompiledLoss::Entry& entry : trainer_.losses()) {
    const size_t i = entry.output;
    if (entry.loss->class_name() != "SparseCategoricalCrossentropy" ||
        i >= targets_.y_true.size() || !targets_.y_true[i].defined())
      continue;
    const Json axis = entry.loss->get_config()["axis"];
    const Shape& shape = targets_.y_pred[i].shape();
    if (axis.as_int() < -shape.ndim() || axis.as_int() >= shape.ndim()) continue;
    const int64_t classes = shape[axis.as_int()];
    if (classes == unknown) continue;
    const std::vector<std::string>& names = targets_.names.names;
    check_labels_of(dataset_, targets_.y_true[i], entry, classes,
                    i < names.size() ? names[i] : concat(i));
  }
}

}  // namespace cornu
