#include <algorithm>

#include "framework/base/error.h"
#include "framework/model/callbacks/history.h"
#include "framework/model/callbacks/progbar_logger.h"
#include "framework/model/class_weight.h"
#include "framework/model/fitting.h"
#include "framework/model/output_rows.h"
#include "framework/model/trainer.h"
#include "framework/runtime/messages.h"
#include "framework/runtime/process.h"

namespace cornu {

namespace {

void check_samples(const Dataset& dataset, std::string_view message) {
  const int64_t samples = dataset.size();
  if (samples == 0) fail<ValueError>(message);
}

/// Runs executions of `size` batches until the data or the steps end, or `stopped()` after one. As
/// in Keras callbacks see the number of an execution's first batch before it, and after it that of
/// its last one, be it cut short by the data's end or not.
template <class Begin, class Run, class End, class Stopped>
void run_executions(Epochs& epochs, int64_t size, const Begin& begin, const Run& run,
                    const End& end, const Stopped& stopped) {
  Batch batch;
  epochs.begin();
  bool done = false;
  for (int64_t step = epochs.position().batch; !done && epochs.next(batch); step += size) {
    begin(step);
    int64_t batches = 0;
    do run(batch);
    while (++batches < size && epochs.next(batch));
    end(step + size - 1);
    done = stopped();
  }
}

void add_progress_bar(CallbackList& callbacks, int verbose) {
  if (verbose != 0 && !callbacks.find<ProgbarLogger>())
    callbacks.append(callbacks::ProgbarLogger());
}

}  // namespace

History Trainer::fit(Dataset dataset, const FitOptions& options) {
  check_compiled("fit");
  check_samples(dataset, "fit: there are no samples to train on.");
  options.validation_freq.check();
  if (!options.sample_weight.empty()) dataset = dataset.with_sample_weight(options.sample_weight);
  dataset = weigh_classes(dataset, options.class_weight);
  Dataset validation = options.validation_data.dataset();
  if (validation.empty() && options.validation_split != 0) {
    std::tie(dataset, validation) = dataset.split(options.validation_split);
    if (!options.class_weight.empty()) validation = validation.unweighted();
  }

  build_model(dataset.x());
  warn_if_trainable_changed();
  if (!dataset.class_names().empty()) model_.set_class_names(dataset.class_names());
  const uint64_t seed = options.shuffle.value() == Shuffle::none ? 0 : next_seed();
  const int64_t batch_size =
      batch_size_of(options.batch_size, options.steps_per_epoch, dataset.size());
  const std::unique_ptr<BatchReader> reader = dataset.read({.batch_size = batch_size,
                                                            .shuffle = options.shuffle.value(),
                                                            .seed = seed,
                                                            .reuse = !train_.eager()});
  std::unique_ptr<BatchReader> validation_reader;
  if (!validation.empty())
    validation_reader = validation.read(
        {.batch_size = batch_size_of(
             options.validation_batch_size ? options.validation_batch_size : options.batch_size,
             options.validation_steps, validation.size()),
         .reuse = !test_.eager()});
  Epochs epochs(*reader, options.steps_per_epoch, options_.steps_per_execution, seed);
  CallbackList callbacks(options.callbacks, *this,
                         {options.epochs, epochs.steps(), options.verbose});
  if (!callbacks.find<HistoryCallback>()) callbacks.append(callbacks::History());
  HistoryCallback& history = *callbacks.find<HistoryCallback>();
  add_progress_bar(callbacks, options.verbose);

  const StepLayout layout = StepLayout::of(dataset);
  stop_ = false;
  Fitting fitting(fitting_, epochs, callbacks, options.initial_epoch);
  callbacks(&CallbackBase::on_train_begin);
  auto [midway, ended] = begin_resumed(dataset, batch_size);
  Logs logs;
  for (int64_t& epoch = fitting.epoch; epoch < options.epochs && (!ended || midway); ++epoch) {
    if (!std::exchange(midway, false)) reset_metrics();
    callbacks(&CallbackBase::on_epoch_begin, epoch);
    if (!ended)
      run_executions(
          epochs, options_.steps_per_execution,
          [&](int64_t step) { callbacks(&CallbackBase::on_train_batch_begin, step); },
          [&](const Batch& batch) { step_logs_ = train_(layout, batch); },
          [&](int64_t step) {
            callbacks(&CallbackBase::on_train_batch_end, step,
                      BatchLogs([this] { return read_metrics(); }));
          },
          [&] { return stopped(); });
    logs = read_metrics();
    if (validation_reader && options.validation_freq.includes(epoch)) {
      const Logs results = run_test_epoch(*validation_reader, StepLayout::of(validation),
                                          options.validation_steps, callbacks);
      logs.merge(results, "val_");
      logs.sort();
    }
    callbacks(&CallbackBase::on_epoch_end, epoch, logs);
    ended = stop_;
  }
  if (optimizer_ && options.epochs > 0)
    optimizer_->finalize_variable_values(model_.trainable_weights());
  callbacks(&CallbackBase::on_train_end, logs);
  return history.history();
}

Logs Trainer::run_test_epoch(BatchReader& reader, const StepLayout& layout,
                             std::optional<int64_t> steps, const CallbackList& callbacks) {
  Epochs epochs(reader, steps, options_.steps_per_execution);
  callbacks(&CallbackBase::on_test_begin);
  reset_metrics();
  run_executions(
      epochs, options_.steps_per_execution,
      [&](int64_t step) { callbacks(&CallbackBase::on_test_batch_begin, step); },
      [&](const Batch& batch) { step_logs_ = test_(layout, batch); },
      [&](int64_t step) {
        callbacks(&CallbackBase::on_test_batch_end, step,
                  BatchLogs([this] { return read_metrics(); }));
      },
      [] { return false; });
  const Logs logs = read_metrics();
  callbacks(&CallbackBase::on_test_end, logs);
  return logs;
}

Logs Trainer::evaluate(const Dataset& dataset, const EvaluateOptions& options) {
  check_compiled("evaluate");
  check_samples(dataset, "evaluate: there are no samples.");
  warn_if_trainable_changed();
  const Dataset weighted =
      options.sample_weight.empty() ? dataset : dataset.with_sample_weight(options.sample_weight);
  build_model(weighted.x());
  const std::unique_ptr<BatchReader> reader =
      weighted.read({.batch_size = batch_size_of(options.batch_size, options.steps, dataset.size()),
                     .reuse = !test_.eager()});
  CallbackList callbacks(options.callbacks, *this,
                         {1, options.steps.value_or(reader->batches()), options.verbose});
  add_progress_bar(callbacks, options.verbose);
  return run_test_epoch(*reader, StepLayout::of(weighted), options.steps, callbacks);
}

TensorStruct Trainer::predict(const Dataset& dataset, const PredictOptions& options) {
  const Dataset inputs = dataset.inputs();
  check_samples(inputs, "predict: there are no samples.");
  build_model(inputs.x());
  const int64_t batch_size = batch_size_of(options.batch_size, options.steps, inputs.size());
  const std::unique_ptr<BatchReader> reader =
      inputs.read({.batch_size = batch_size, .reuse = !predict_.eager()});
  Epochs epochs(*reader, options.steps, options_.steps_per_execution);
  CallbackList callbacks(options.callbacks, *this, {1, epochs.steps(), options.verbose});
  add_progress_bar(callbacks, options.verbose);
  const StepLayout layout = StepLayout::of(inputs);
  callbacks(&CallbackBase::on_predict_begin);
  const int64_t samples =
      options.steps ? std::min(inputs.size(), *options.steps * batch_size) : inputs.size();
  std::vector<OutputRows> rows;
  TensorStruct outputs;
  run_executions(
      epochs, options_.steps_per_execution,
      [&](int64_t step) { callbacks(&CallbackBase::on_predict_batch_begin, step); },
      [&](const Batch& batch) {
        outputs = predict_(layout, batch);
        rows.resize(outputs.size(), OutputRows(samples));
        for (size_t i = 0; i < outputs.size(); ++i) rows[i].add(outputs.flat()[i], batch.size());
      },
      [&](int64_t step) { callbacks(&CallbackBase::on_predict_batch_end, step); },
      [] { return false; });
  callbacks(&CallbackBase::on_predict_end);
  Tensors joined;
  for (const OutputRows& each : rows) joined.push_back(each.joined());
  return outputs.with(std::move(joined));
}

namespace {

/// The whole of a small data set as one batch.
Batch whole(const Dataset& dataset) {
  const auto reader =
      dataset.read({.batch_size = std::max<int64_t>(1, dataset.size()), .reuse = false});
  reader->start(0);
  Batch batch;
  if (!reader->next(batch)) fail<ValueError>("the batch has no samples.");
  return batch;
}

}  // namespace

Logs Trainer::train_on_batch(const Dataset& batch, const TrainOnBatchOptions& options) {
  check_compiled("train_on_batch");
  Dataset weighted =
      options.sample_weight.empty() ? batch : batch.with_sample_weight(options.sample_weight);
  weighted = weigh_classes(weighted, options.class_weight);
  build_model(weighted.x());
  warn_if_trainable_changed();
  reset_metrics();
  step_logs_ = train_(StepLayout::of(weighted), whole(weighted));
  return read_metrics();
}

Logs Trainer::test_on_batch(const Dataset& batch) {
  check_compiled("test_on_batch");
  build_model(batch.x());
  reset_metrics();
  step_logs_ = test_(StepLayout::of(batch), whole(batch));
  return read_metrics();
}

}  // namespace cornu
