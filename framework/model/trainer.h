#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "framework/model/callback_list.h"
#include "framework/model/compiled_loss.h"
#include "framework/model/compiled_metrics.h"
#include "framework/model/fit_options.h"
#include "framework/model/loss_tracker.h"
#include "framework/model/model_base.h"
#include "framework/model/step_cache.h"
#include "framework/model/training_snapshot.h"

namespace cornu {

/// Trains, evaluates and predicts with a model. A step is one function over tensors and variables,
/// compiled into one program: losses and metrics add up in variables, on the device, and are read
/// only when somebody looks.
class Trainer final : public TrainingState {
 public:
  explicit Trainer(ModelBase& model);

  void compile(CompileOptions options);
  bool compiled() const { return loss_ != nullptr; }
  /// As given to compile; ValueError before.
  const CompileOptions& options() const;
  /// The optimizer that takes the steps; of a float16 model it scales the loss.
  const OptimizerRef& optimizer() const { return optimizer_; }
  ModelBase& model() const { return model_; }
  bool optimizer_built() const override;
  Variables optimizer_variables() const override;

  History fit(Dataset dataset, const FitOptions& options);
  Logs evaluate(const Dataset& dataset, const EvaluateOptions& options);
  TensorStruct predict(const Dataset& dataset, const PredictOptions& options);
  Logs train_on_batch(const Dataset& batch, const TrainOnBatchOptions& options);
  Logs test_on_batch(const Dataset& batch);
  /// The model's outputs, by the compiled step of predict.
  TensorStruct call(const TensorStruct& x);
  /// Whether a call of the model may run as a program that was traced once: classes of users may do
  /// each time what a trace sees but once.
  bool may_compile_calls();

  /// Keras's steps, for models that do not define their own. What a step returns under names is
  /// logged; these return nothing: losses and metrics are.
  TensorStruct train_step(const StepInputs& inputs);
  TensorStruct test_step(const StepInputs& inputs);
  TensorStruct predict_step(const StepInputs& inputs);
  /// The loss to minimise of these outputs, with the penalties on weights and what layers added;
  /// noted for the logs.
  Tensor compute_loss(const TensorStruct& outputs, const StepInputs& inputs,
                      const Tensors& added = {});
  void update_metrics(const TensorStruct& outputs, const StepInputs& inputs);

  /// fit returns after the batch that it is at. From any thread.
  void stop_training() { stop_ = true; }
  bool stopped() const { return stop_; }
  /// What the fit that runs would need to go on elsewhere; ValueError where none runs.
  TrainingSnapshot snapshot() const;
  /// Whether the batch that is done is the epoch's last.
  bool at_epoch_end() const;
  /// In on_train_begin: the fit that begins goes on from there. The weights are the caller's.
  void resume(TrainingSnapshot snapshot);
  /// The compiled steps of training, one for each shape of a batch: for profiles.
  std::vector<Ref<Executable>> training_steps() const;
  /// compile's losses, each with its output; empty before the first step.
  const std::vector<CompiledLoss::Entry>& losses() const { return loss_->entries(); }
  /// The metric of that name in logs, or null; without `val_`.
  const MetricBase* metric(std::string_view name) const;
  /// Loss, each output's loss, metrics in the order of compile: Keras's list of evaluate.
  std::vector<std::string> metric_names() const;

 private:
  friend class Rehearsal;
  struct Fitting;

  struct Tracked {
    std::string name;
    MetricBase* metric;
  };

  void check_compiled(std::string_view method) const;
  /// Makes the weights, outside of any trace.
  void build_model(const TensorStruct& x);
  /// Forgets what was compiled before a model got or lost layers.
  void forget_if_changed();
  /// The model's outputs, targets and weights of one batch, entry by entry.
  struct Matched {
    OutputNames names;
    Tensors y_true, y_pred, sample_weight;
    int64_t samples = 1;
  };
  Matched match(const TensorStruct& outputs, const StepInputs& inputs) const;
  Tensor compute_loss(const Matched& matched, const Tensors& added);
  void update_metrics(const Matched& matched);
  /// Says once that layers were frozen or freed since compile().
  void warn_if_trainable_changed();

  const Fitting& fitting() const;
  struct Resumed {
    bool midway = false;   ///< In an epoch's midst.
    bool stopped = false;  ///< After a callback asked for the end.
  };
  /// Goes to where resume() said.
  Resumed begin_resumed(const Dataset& dataset, int64_t batch_size);
  /// What else the first step would make: losses and metrics, by the model's outputs, and what
  /// stateful layers keep.
  void build_by_calling(const Dataset& dataset, int64_t batch_size);
  Variables metric_variables() const;
  /// What layers and the optimizer keep and no model file has.
  Variables states() const;

  std::vector<Tracked> tracked() const;
  void reset_metrics();
  Logs read_metrics() const;
  Logs run_test_epoch(BatchReader& reader, const StepLayout& layout, std::optional<int64_t> steps,
                      const CallbackList& callbacks);

  ModelBase& model_;
  CompileOptions options_;
  OptimizerRef optimizer_;
  std::unique_ptr<CompiledLoss> loss_;
  std::unique_ptr<CompiledMetrics> metrics_;
  std::shared_ptr<LossTracker> loss_tracker_;
  Ref<ArenaPool> arenas_ = make_ref<ArenaPool>();  // one: the steps seldom run at the same time
  StepCache train_{arenas_}, test_{arenas_}, predict_{arenas_};
  TensorStruct step_logs_;  // what a model's own step returned last
  std::atomic<uint64_t> changes_seen_ = 0;
  std::atomic<int8_t> own_classes_ = -1;  // whether all layers are of classes here; -1: not known
  std::map<const LayerBase*, bool> compiled_trainable_;  // what was trainable at compile()
  std::atomic<bool> stop_ = false;
  Fitting* fitting_ = nullptr;  // while fit runs
};

}  // namespace cornu
