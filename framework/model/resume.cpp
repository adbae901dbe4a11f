#include "framework/base/error.h"
#include "framework/model/fitting.h"

namespace cornu {

const Trainer::Fitting& Trainer::fitting() const {
  if (!fitting_) fail<ValueError>("the model is not being trained.");
  return *fitting_;
}

Variables Trainer::metric_variables() const {
  Variables all;
  for (const Tracked& each : tracked())
    for (const Variable& variable : each.metric->variables()) all.push_back(variable);
  return all;
}

Variables Trainer::states() const {
  Variables all = model_.states();
  if (optimizer_ && optimizer_->built())
    for (const Variable& state : optimizer_->own_states()) all.push_back(state);
  return all;
}

bool Trainer::at_epoch_end() const { return fitting().epochs.at_end(); }

TrainingSnapshot Trainer::snapshot() const {
  const Fitting& run = fitting();
  TrainingSnapshot made{.epoch = run.epoch,
                        .data = run.epochs.position(),
                        .stopped = stop_,
                        .random = random_state(),
                        .states = {},
                        .metrics = {},
                        .callbacks = {}};
  for (const Variable& state : states()) made.states.push_back(state.stored());
  if (at_epoch_end()) {
    ++made.epoch;
    made.data.batch = 0;
  } else {
    for (const Variable& variable : metric_variables()) made.metrics.push_back(variable.stored());
  }
  for (const CallbackRef& callback : run.callbacks.all())
    made.callbacks.push_back({callback->class_name(), callback->state()});
  return made;
}

void Trainer::resume(TrainingSnapshot snapshot) {
  fitting();
  fitting_->resumed = std::move(snapshot);
}

namespace {

/// Each callback gets the state of its like: the first of a class that of the first.
void restore_callbacks(const CallbackList& list, std::vector<TrainingSnapshot::Callback> states) {
  for (const CallbackRef& callback : list.all())
    for (TrainingSnapshot::Callback& each : states) {
      if (each.class_name != callback->class_name()) continue;
      if (!each.state.values.is_null()) callback->set_state(each.state);
      each.class_name.clear();  // taken
      break;
    }
}

void assign(const Variables& variables, const Tensors& values, std::string_view what) {
  bool fits = variables.size() == values.size();
  for (size_t i = 0; fits && i < values.size(); ++i)
    fits = variables[i].shape() == values[i].shape() && variables[i].dtype() == values[i].dtype();
  if (!fits)
    fail<ValueError>("the backup holds other states of ", what,
                     " than this run has.\n  hint: is it another run's?");
  for (size_t i = 0; i < values.size(); ++i) variables[i].assign(values[i]);
}

}  // namespace

Trainer::Resumed Trainer::begin_resumed(const Dataset& dataset, int64_t batch_size) {
  if (!fitting_->resumed) return {};
  TrainingSnapshot from = *std::move(fitting_->resumed);
  fitting_->resumed.reset();
  fitting_->epoch = from.epoch;
  fitting_->epochs.go_to(from.data);
  stop_ = from.stopped;
  restore_callbacks(fitting_->callbacks, std::move(from.callbacks));
  const bool midway = !from.metrics.empty();
  if (midway || states().size() != from.states.size()) build_by_calling(dataset, batch_size);
  assign(states(), from.states, "layers or the optimizer");
  if (midway) assign(metric_variables(), from.metrics, "metrics");
  set_random_state(from.random);
  return {midway, from.stopped};
}

void Trainer::build_by_calling(const Dataset& dataset, int64_t batch_size) {
  const auto reader = dataset.read({.batch_size = batch_size, .reuse = false});
  reader->start(0);
  Batch batch;
  if (!reader->next(batch)) return;
  const StepInputs inputs{dataset.x().with(batch.x), dataset.y().with(batch.y),
                          dataset.sample_weight().with(batch.sample_weight)};
  const Matched matched = match(model_.invoke(inputs.x, CallContext(false)), inputs);
  if (!loss_->built()) loss_->build(matched.names, matched.y_true, matched.y_pred);
  if (!metrics_->built()) metrics_->build(matched.names.names, matched.y_true, matched.y_pred);
}

}  // namespace cornu
