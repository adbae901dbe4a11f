#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "framework/model/step_inputs.h"
#include "framework/nn/layer_ref.h"

namespace cornu {

struct ModelOptions {
  std::string name = {};
  bool trainable = true;
  static void fields(auto& field, auto& config) {
    field("name", config.name, "Numbered by class where empty.");
    field("trainable", config.trainable, "Whether training changes its weights.");
  }
};

class LayerGraph;
class Trainer;

/// What compile() makes of a model; defined by the training loop.
class TrainingState {
 public:
  virtual ~TrainingState() = default;
  virtual bool optimizer_built() const = 0;
  /// Before the optimizer is built, its count of steps and its rate.
  virtual Variables optimizer_variables() const = 0;
};

/// What the handles Model and Sequential share: a layer made of layers, and how it is trained.
class ModelBase : public Configured<LayerBase, ModelOptions> {
 public:
  explicit ModelBase(ModelOptions options) : Configured(options) {
    set_options({.name = options.name});  // trainable: once there are layers
  }
  void build_many(const Shapes&) override {}

  /// Keras's `model.layers`: without the ops of a functional model, and of a Sequential without its
  /// InputLayer.
  virtual std::vector<LayerRef> layers() const = 0;
  std::vector<Sublayer> sublayers() const override;
  /// Names and specs of inputs and outputs; empty where calls alone decide.
  virtual std::vector<std::string> input_names() const { return {}; }
  virtual std::vector<std::string> output_names() const { return {}; }
  /// Symbolic; empty where calls alone decide.
  virtual TensorStruct inputs() const { return {}; }
  virtual TensorStruct outputs() const { return {}; }

  bool supports_masking() const override { return true; }
  bool autocasts() const override { return false; }

  /// The object in files; of a class derived from Model, with that class's name.
  virtual Json envelope() const;

  /// The calls inside; null for subclassed models and before the input is known.
  virtual const LayerGraph* layer_graph() const { return nullptr; }

  /// What a batch is used for in fit, evaluate and predict; classes derived from Model may say
  /// otherwise than the trainer does.
  virtual TensorStruct train_step(Trainer& trainer, const StepInputs& batch);
  virtual TensorStruct test_step(Trainer& trainer, const StepInputs& batch);
  virtual TensorStruct predict_step(Trainer& trainer, const StepInputs& batch);

  /// What a classifier's outputs mean, in order; empty where nobody said. Training on data that
  /// know sets them; `.keras` files keep them beside what Keras reads.
  const std::vector<std::string>& class_names() const { return class_names_; }
  void set_class_names(std::vector<std::string> names) { class_names_ = std::move(names); }

  /// How it is trained; null before anybody asked for it.
  std::shared_ptr<TrainingState> training() const;
  /// The same, made by `make` where there is none. From any thread.
  TrainingState& training(const std::function<std::shared_ptr<TrainingState>()>& make);

 private:
  std::vector<std::string> class_names_;
  mutable std::mutex training_mutex_;
  std::shared_ptr<TrainingState> training_;
};

}  // namespace cornu
