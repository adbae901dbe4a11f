#include "framework/model/model_base.h"

#include "framework/model/trainer.h"
#include "framework/nn/serialization.h"

namespace cornu {

std::vector<LayerBase::Sublayer> ModelBase::sublayers() const {
  std::vector<Sublayer> parts;
  for (const LayerRef& layer : layers()) parts.push_back({"", layer.object()});
  return parts;
}

Json ModelBase::envelope() const { return serialize(*this); }

TensorStruct ModelBase::train_step(Trainer& trainer, const StepInputs& batch) {
  return trainer.train_step(batch);
}
TensorStruct ModelBase::test_step(Trainer& trainer, const StepInputs& batch) {
  return trainer.test_step(batch);
}
TensorStruct ModelBase::predict_step(Trainer& trainer, const StepInputs& batch) {
  return trainer.predict_step(batch);
}

std::shared_ptr<TrainingState> ModelBase::training() const {
  const std::lock_guard lock(training_mutex_);
  return training_;
}

TrainingState& ModelBase::training(const std::function<std::shared_ptr<TrainingState>()>& make) {
  const std::lock_guard lock(training_mutex_);
  if (!training_) training_ = make();
  return *training_;
}

}  // namespace cornu
