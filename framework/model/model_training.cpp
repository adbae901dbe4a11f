#include <algorithm>

#include "framework/base/error.h"
#include "framework/model/model.h"
#include "framework/model/trainer.h"
#include "framework/runtime/apply.h"

namespace cornu {

Trainer& Model::trainer() const {
  TrainingState& state = base().training([this] { return std::make_shared<Trainer>(base()); });
  return static_cast<Trainer&>(state);
}

TensorStruct Model::run(const TensorStruct& x, const CallOptions& options) const {
  const bool alone = !Tracer::current() && recorders().empty() && !VariableAccess::current();
  const bool plain = !options.training.value_or(false) && !options.mask.defined() &&
                     options.initial_state.empty() && !x.empty() &&
                     std::all_of(x.flat().begin(), x.flat().end(), [](const Tensor& tensor) {
                       return tensor.defined() && tensor.is_concrete() && tensor.size() > 0 &&
                              !tensor.mask().defined();
                     });
  if (alone && plain)
    if (Trainer& own = trainer(); own.may_compile_calls()) return own.call(x);
  return base().invoke(x, options);
}

TensorStruct Model::train_step(const StepInputs& batch) { return trainer().train_step(batch); }
TensorStruct Model::test_step(const StepInputs& batch) { return trainer().test_step(batch); }
TensorStruct Model::predict_step(const StepInputs& batch) { return trainer().predict_step(batch); }
Tensor Model::compute_loss(const TensorStruct& outputs, const StepInputs& batch,
                           const Tensors& added) const {
  return trainer().compute_loss(outputs, batch, added);
}
void Model::update_metrics(const TensorStruct& outputs, const StepInputs& batch) const {
  trainer().update_metrics(outputs, batch);
}

bool Model::compiled() const { return base().training() && trainer().compiled(); }
void Model::compile(const CompileOptions& options) const { trainer().compile(options); }
const OptimizerRef& Model::optimizer() const { return trainer().optimizer(); }

History Model::fit(const Dataset& dataset, const FitOptions& options) const {
  return trainer().fit(dataset, options);
}
History Model::fit(const TensorStruct& x, const TensorStruct& y, const FitOptions& options) const {
  return trainer().fit(data::from_arrays(x, y), options);
}
Logs Model::evaluate(const Dataset& dataset, const EvaluateOptions& options) const {
  return trainer().evaluate(dataset, options);
}
Logs Model::evaluate(const TensorStruct& x, const TensorStruct& y,
                     const EvaluateOptions& options) const {
  return trainer().evaluate(data::from_arrays(x, y), options);
}
TensorStruct Model::predict_struct(const Dataset& dataset, const PredictOptions& options) const {
  return trainer().predict(dataset, options);
}
Tensor Model::predict(const Dataset& dataset, const PredictOptions& options) const {
  return predict_struct(dataset, options).single();
}
Tensor Model::predict(const TensorStruct& x, const PredictOptions& options) const {
  return predict(data::from_arrays(x), options);
}
Tensor Model::predict_on_batch(const TensorStruct& x) const {
  return predict_on_batch_struct(x).single();
}
TensorStruct Model::predict_on_batch_struct(const TensorStruct& x) const {
  const Dataset batch = data::from_arrays(x);
  return predict_struct(batch, {.batch_size = std::max<int64_t>(1, batch.size()), .verbose = 0});
}
Logs Model::train_on_batch(const TensorStruct& x, const TensorStruct& y,
                           const TrainOnBatchOptions& options) const {
  return trainer().train_on_batch(data::from_arrays(x, y), options);
}
Logs Model::test_on_batch(const TensorStruct& x, const TensorStruct& y,
                          const TensorStruct& sample_weight) const {
  return trainer().test_on_batch(data::from_arrays(x, y, sample_weight));
}
void Model::stop_training() const { trainer().stop_training(); }

void Model::check_outputs(size_t wanted, size_t made) const {
  if (wanted != made)
    fail<ValueError>("predict: the model ", quote(name()), " has ", made, " outputs, not ", wanted,
                     ".");
}

}  // namespace cornu
