#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "framework/model/compile_options.h"
#include "framework/model/fit_options.h"
#include "framework/model/model_base.h"
#include "framework/model/save.h"
#include "framework/model/summary.h"

namespace cornu {

class Model;
class Sequential;
class Trainer;

/// A class that a user derived from Model: its objects are not handles and cannot be sliced.
template <class D>
concept SubclassedModel =
    std::derived_from<D, Model> && !std::same_as<std::remove_cv_t<D>, Model> &&
    !std::same_as<std::remove_cv_t<D>, Sequential>;

/// A model. A handle: copies share layers, weights and training state. Or the base of a class whose
/// `call` says what the model computes.
class Model {
 public:
  /// For subclasses.
  Model();
  /// What lies between symbolic inputs and outputs.
  Model(const TensorStruct& inputs, const TensorStruct& outputs, const ModelOptions& options = {});
  explicit Model(std::shared_ptr<ModelBase> base) : base_(std::move(base)) {}
  Model(const Model& other) = default;
  Model(Model&& other) noexcept;
  Model& operator=(const Model& other) = default;
  template <SubclassedModel D>
  Model(const D&) = delete;  // it would lose its call()
  template <SubclassedModel D>
  Model(D&&) = delete;  // NOLINT(bugprone-forwarding-reference-overload): subclasses only
  virtual ~Model();

  /// What a subclass defines; the form for several inputs or outputs forwards to the single one.
  virtual Tensor call(const Tensor& x, const CallContext& context);
  virtual Tensors call_many(const Tensors& inputs, const CallContext& context);
  /// What fit, evaluate and predict do with a batch. A subclass may do otherwise; what its step
  /// returns under names is logged instead of the compiled loss and metrics:
  /// `return {{"loss", loss}};`. Steps are compiled like everything else.
  virtual TensorStruct train_step(const StepInputs& batch);
  virtual TensorStruct test_step(const StepInputs& batch);
  virtual TensorStruct predict_step(const StepInputs& batch);

  /// Inference unless the options say training. Compiled like predict, where nobody but the caller
  /// looks at it: no tape, no trace; and where every class in it is Cornu's.
  Tensor operator()(const TensorStruct& x, const CallOptions& options = {}) const {
    return LayerRef(base_).only(run(x, options));
  }
  Tensor operator()(const TensorStruct& x, const CallContext& outer) const {
    return LayerRef(base_)(x, outer);
  }
  template <size_t N>
  std::array<Tensor, N> many(const TensorStruct& x, const CallOptions& options = {}) const {
    return LayerRef(base_).first<N>(run(x, options));
  }

  const std::string& name() const { return base_->name(); }
  std::vector<LayerRef> layers() const { return base_->layers(); }
  /// ValueError with a suggestion where there is none.
  LayerRef get_layer(std::string_view name) const;
  LayerRef get_layer(int64_t index) const;
  std::vector<std::string> input_names() const { return base_->input_names(); }
  std::vector<std::string> output_names() const { return base_->output_names(); }
  /// What a classifier's outputs mean, in order; empty where nobody said.
  const std::vector<std::string>& class_names() const { return base_->class_names(); }
  void set_class_names(std::vector<std::string> names) const {
    base_->set_class_names(std::move(names));
  }
  /// Symbolic; for models made of parts of this one.
  TensorStruct inputs() const { return base_->inputs(); }
  TensorStruct outputs() const { return base_->outputs(); }

  Variables weights() const { return base_->weights(); }
  Variables trainable_variables() const { return base_->trainable_weights(); }
  Variables non_trainable_variables() const { return base_->non_trainable_weights(); }
  Tensors get_weights() const { return base_->get_weights(); }
  void set_weights(const Tensors& values) { base_->set_weights(values); }
  bool trainable() const { return base_->trainable(); }
  void set_trainable(bool trainable) { base_->set_trainable(trainable); }
  /// Elements of all weights.
  int64_t count_params() const;

  /// Chooses how to train it; a fresh optimizer where it is given by name.
  void compile(const CompileOptions& options = {}) const;
  bool compiled() const;
  /// The optimizer that compile() was given, or made; of a float16 model the one that scales.
  const OptimizerRef& optimizer() const;
  /// Trains; the history has an entry for each epoch.
  History fit(const TensorStruct& x, const TensorStruct& y, const FitOptions& options = {}) const;
  History fit(const Dataset& dataset, const FitOptions& options = {}) const;
  /// The loss and the metrics, by name.
  Logs evaluate(const TensorStruct& x, const TensorStruct& y,
                const EvaluateOptions& options = {}) const;
  Logs evaluate(const Dataset& dataset, const EvaluateOptions& options = {}) const;
  /// The only output of all samples; ValueError where there are several.
  Tensor predict(const TensorStruct& x, const PredictOptions& options = {}) const;
  Tensor predict(const Dataset& dataset, const PredictOptions& options = {}) const;
  /// Every output, in the structure that the model has.
  TensorStruct predict_struct(const Dataset& dataset, const PredictOptions& options = {}) const;
  /// `auto [labels, scores] = model.predict_many<2>({images, extras});`
  template <size_t N>
  std::array<Tensor, N> predict_many(const TensorStruct& x,
                                     const PredictOptions& options = {}) const {
    const TensorStruct outputs = predict_struct(data::from_arrays(x), options);
    check_outputs(N, outputs.size());
    std::array<Tensor, N> out;
    for (size_t i = 0; i < N; ++i) out[i] = outputs.flat()[i];
    return out;
  }
  /// One step of training; what fit would log after it.
  Logs train_on_batch(const TensorStruct& x, const TensorStruct& y,
                      const TrainOnBatchOptions& options = {}) const;
  Logs test_on_batch(const TensorStruct& x, const TensorStruct& y,
                     const TensorStruct& sample_weight = {}) const;
  Tensor predict_on_batch(const TensorStruct& x) const;
  /// Every output, in the structure that the model has.
  TensorStruct predict_on_batch_struct(const TensorStruct& x) const;
  /// From any thread: fit returns after the batch that it is at.
  void stop_training() const;
  /// The training loop and what compile() made; for the framework and for callbacks.
  Trainer& trainer() const;

  /// Keras's table of layers, as text.
  std::string summary(const SummaryOptions& options = {}) const;
  /// The model's structure without weights, as Keras's to_json writes it.
  std::string to_json() const;
  /// A `.keras` file: structure, weights, how it was compiled, the optimizer's state. It is there
  /// whole or not at all.
  void save(const std::string& path) const { save_model(*this, path); }
  /// A `.weights.h5` file.
  void save_weights(const std::string& path) const { cornu::save_weights(*this, path); }
  /// Of a `.weights.h5` file; FileError, with nothing changed, where it does not fit.
  void load_weights(const std::string& path) const { cornu::load_weights(*this, path); }

  operator LayerRef() const { return base_; }
  ModelBase& base() const { return *base_; }
  const std::shared_ptr<ModelBase>& shared_base() const { return base_; }

 protected:
  /// For steps of one's own: the compiled loss of these outputs, with the penalties on weights and
  /// what layers `added`; and the compiled metrics' update.
  Tensor compute_loss(const TensorStruct& outputs, const StepInputs& batch,
                      const Tensors& added = {}) const;
  void update_metrics(const TensorStruct& outputs, const StepInputs& batch) const;

  /// Makes layers parts of a subclassed model.
  template <std::convertible_to<LayerRef>... L>
  void track(const L&... layers) {
    (add_part("", layers), ...);
  }
  /// The same, under the name that weights files have for it.
  void track(std::string_view attribute, const LayerRef& layer) { add_part(attribute, layer); }

 private:
  TensorStruct run(const TensorStruct& x, const CallOptions& options) const;
  void add_part(std::string_view attribute, const LayerRef& layer);
  void check_outputs(size_t wanted, size_t made) const;

  std::shared_ptr<ModelBase> base_;
};

/// A model of a class of the user's: `load_model<Autoencoder>("model.keras")`.
template <SubclassedModel D>
D load_model(const std::string& path, const LoadOptions& options = {}) {
  D model;
  load_into(model, path, options);
  return model;
}

/// An entry of a Sequential: a layer, an Input, or a model.
class SequentialItem {
 public:
  template <std::convertible_to<LayerRef> L>
  SequentialItem(const L& layer) : layer_(layer) {}
  SequentialItem(const Tensor& input);
  const LayerRef& layer() const { return layer_; }

 private:
  LayerRef layer_;
};

/// A chain of layers.
class Sequential : public Model {
 public:
  Sequential() : Sequential(std::initializer_list<SequentialItem>()) {}
  Sequential(std::initializer_list<SequentialItem> layers, const ModelOptions& options = {});
  /// One model in braces nests; without this form clang would copy it (CWG 2137).
  template <std::same_as<Sequential> S>
  Sequential(std::initializer_list<S> models, const ModelOptions& options = {})
      : Sequential(std::initializer_list<SequentialItem>(), options) {
    for (const S& model : models) add(model);
  }
  explicit Sequential(const std::vector<LayerRef>& layers, const ModelOptions& options = {});

  void add(const SequentialItem& layer);
  void pop();
};

/// The model that `Model::to_json` or Keras's wrote; ConfigError with the place otherwise.
Model model_from_json(std::string_view text);
Model read_model(const Json& envelope);

}  // namespace cornu
