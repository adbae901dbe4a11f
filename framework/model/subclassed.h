#pragma once

#include "framework/model/model_base.h"

namespace cornu {

class Model;

/// The layer behind a user's subclass of Model: its calls go to the object's virtual functions.
class Subclassed final : public ModelBase {
 public:
  explicit Subclassed(Model* owner) : ModelBase({}), owner(owner) {}

  std::vector<LayerRef> layers() const override;
  TensorStruct call_struct(const TensorStruct& inputs, const CallContext& context) override;
  Tensors compute_mask(const Tensors&, const Tensors&) override { return {}; }
  bool autocasts() const override { return true; }
  /// That of the user's class, while its object is there.
  std::string class_name() const override;
  /// As Python writes a class of the user's: module null, the class's own name.
  Json envelope() const override;
  TensorStruct train_step(Trainer& trainer, const StepInputs& batch) override;
  TensorStruct test_step(Trainer& trainer, const StepInputs& batch) override;
  TensorStruct predict_step(Trainer& trainer, const StepInputs& batch) override;
  std::vector<Sublayer> sublayers() const override { return LayerBase::sublayers(); }
  void add(std::string attribute, const LayerRef& layer) { track(std::move(attribute), layer); }

  Model* owner;  ///< Null once the object is gone.

 private:
  Model& object() const;
};

}  // namespace cornu
