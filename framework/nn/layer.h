#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "framework/nn/activation.h"
#include "framework/nn/call_context.h"
#include "framework/nn/constraint.h"
#include "framework/nn/dtype_policy.h"
#include "framework/nn/initializer.h"
#include "framework/nn/object.h"
#include "framework/nn/regularizer.h"
#include "framework/tensor/fields.h"
#include "framework/tensor/variable.h"

namespace cornu {

using Shapes = std::vector<Shape>;

/// What every layer takes beside its own arguments.
struct LayerOptions {
  std::string name = {};
  bool trainable = true;
  DTypePolicy dtype = {};
  Regularizer activity_regularizer = {};
  bool autocast = true;
  static void fields(auto& field, auto& config) {
    field("name", config.name, "Unique within a model; numbered by class where empty.");
    field("trainable", config.trainable, "Whether training changes its weights.");
    field("dtype", config.dtype, "Dtype policy of weights and computation.");
    field("activity_regularizer", config.activity_regularizer, "Penalty on the output.");
    field("autocast", config.autocast,
          "Whether floating inputs are converted to the compute dtype.");
  }
};

struct WeightOptions {
  Initializer initializer = "glorot_uniform";
  std::optional<DType> dtype = {};  ///< Default: the policy's.
  bool trainable = true;
  bool autocast = true;
  Regularizer regularizer = {};
  Constraint constraint = {};
};

/// A part of a model: weights, made by `build` when the first input's shape is known, and the
/// mathematics of `call`. Calling does not change a layer but by assigning its variables.
class LayerBase : public Object, public std::enable_shared_from_this<LayerBase> {
 public:
  static constexpr ObjectKind kKind{"keras.layers", "layer"};

  /// A part and the name that files have for it; models leave the name empty.
  struct Sublayer {
    std::string attribute;
    std::shared_ptr<LayerBase> layer;
  };

  // What a layer defines. The forms for several inputs or outputs forward to the single ones.
  virtual void build(const Shape&) {}
  virtual void build_many(const Shapes& inputs) { build(inputs.at(0)); }
  virtual Tensor call(const Tensor& x, const CallContext&) { return x; }
  virtual Tensors call_many(const Tensors& inputs, const CallContext& context);
  virtual TensorStruct call_struct(const TensorStruct& inputs, const CallContext& context);
  /// The outputs' masks from the inputs'; an empty list leaves those that the outputs carry. Asked
  /// only of layers that support masking.
  virtual Tensors compute_mask(const Tensors& inputs, const Tensors& masks);
  virtual bool supports_masking() const { return false; }
  /// Forgets what it keeps between batches (stateful recurrent layers).
  virtual void reset_state() {
    for (const Sublayer& part : sublayers()) part.layer->reset_state();
  }
  /// Whether floating inputs and weights are converted to the compute dtype.
  virtual bool autocasts() const { return autocast_; }

  /// A call, whatever the inputs are: builds, casts to the compute dtype, calls, sets masks. Errors
  /// get the layer's name here.
  TensorStruct invoke(const TensorStruct& inputs, const CallOptions& options) {
    return invoke(inputs, options, CallContext());
  }
  TensorStruct invoke(const TensorStruct& inputs, const CallContext& outer) {
    return invoke(inputs, {}, outer);
  }
  TensorStruct invoke(const TensorStruct& inputs, const CallOptions& options,
                      const CallContext& outer);
  /// Creates the weights for inputs of these shapes, once.
  void ensure_built(const Shapes& inputs);
  bool built() const { return built_; }
  const Shapes& built_for() const { return input_shapes_; }

  /// Given by the user, or at the first call by class and number.
  const std::string& name() const;
  const DTypePolicy& policy() const { return policy_; }
  bool trainable() const { return trainable_; }
  const Regularizer& activity_regularizer() const { return activity_regularizer_; }
  /// Freezes or frees its weights and those of its sublayers.
  void set_trainable(bool trainable);
  /// What every layer has of Keras's base class; what is left at its default stays as it is.
  void set_options(const LayerOptions& options);

  /// Its own variables, those made trainable first: what files hold as `vars`.
  Variables own_weights() const;
  /// Its own, then its sublayers'; each variable once.
  Variables weights() const;
  Variables trainable_weights() const;
  Variables non_trainable_weights() const;
  virtual std::vector<Sublayer> sublayers() const { return sublayers_; }
  /// What it keeps beside weights and no model file has: the states of random streams and of
  /// stateful recurrent layers. A run that is resumed goes on with them.
  virtual Variables own_states() const { return {}; }
  /// Own weights that files hold only merged into others, as low-rank changes are; zero after
  /// loading.
  virtual Variables merged_weights() const { return {}; }
  /// What files hold of an own weight.
  virtual Tensor stored_value(const Variable& weight) const { return weight.stored(); }
  /// Its own, then its parts'.
  Variables states() const;
  /// Itself and all its parts, parents first, each once.
  std::vector<const LayerBase*> all_layers() const;
  /// The penalties on trainable weights, its sublayers' included.
  Tensors regularization_losses() const;
  std::vector<Tensor> get_weights() const;
  /// ValueError where number or shapes differ.
  void set_weights(const Tensors& values);

  /// `{"input_shape": …}`, or null before it is built.
  Json get_build_config() const override;
  Json get_config() const override;
  /// "layer "dense_1" (Dense)", for messages.
  std::string describe() const;

  template <class T>
  static ObjectRef read_as(const Json& config, ReadContext context);

 protected:
  Variable add_weight(std::string_view name, const Shape& shape, const WeightOptions& options = {});
  /// Makes `layer` a part of this one, under its attribute's name in files.
  void track(std::string attribute, std::shared_ptr<LayerBase> layer);
  void set_activity_regularizer(const Regularizer& regularizer) {
    activity_regularizer_ = regularizer;
  }

 private:
  TensorStruct run(const TensorStruct& inputs, const CallContext& context);
  void warn_of_lost_mask(const TensorStruct& inputs, const CallContext& context) const;
  void set_masks(const TensorStruct& inputs, const CallContext& context, Tensors& outputs);

  mutable std::string name_;
  mutable std::once_flag named_;
  bool trainable_ = true;
  DTypePolicy policy_ = dtype_policy();
  Regularizer activity_regularizer_;
  bool autocast_ = true;
  Variables trainable_weights_, other_weights_;
  std::vector<Sublayer> sublayers_;
  Shapes input_shapes_;
  std::recursive_mutex build_mutex_;
  std::atomic<bool> built_ = false;
};

/// Base of a layer whose arguments are a C.
template <class C>
class Layer : public Configured<LayerBase, C> {
 public:
  explicit Layer(C config = {}) : Configured<LayerBase, C>(std::move(config)) {
    const C& own = this->config();
    if constexpr (requires { own.name, own.trainable, own.dtype; })
      this->set_options({own.name, own.trainable, own.dtype});
    if constexpr (requires { own.activity_regularizer; })
      this->set_activity_regularizer(own.activity_regularizer);
  }
};

/// The last members of a layer's options, and their descriptions.
#define CORNU_LAYER_OPTIONS \
  std::string name = {};    \
  bool trainable = true;    \
  ::cornu::DTypePolicy dtype = {}
#define CORNU_LAYER_FIELDS(field, config)                                              \
  field("name", config.name, "Unique within a model; numbered by class where empty."); \
  field("trainable", config.trainable, "Whether training changes its weights.");       \
  field("dtype", config.dtype, "Dtype policy of weights and computation.")

/// Those of a base layer's arguments that a class's own are not.
std::vector<std::string_view> other_layer_options(std::span<const Field> own);

template <class T>
ObjectRef LayerBase::read_as(const Json& config, ReadContext context) {
  using Config = typename T::Config;
  const std::vector<std::string_view> others = other_layer_options(fields_of<Config>());
  context.also_known = others;
  auto layer = std::make_shared<T>(from_json<Config>(config, context));
  LayerOptions options{.trainable = layer->trainable()};
  for (const Field& field : fields_of<LayerOptions>()) {
    const Json* value = config.find(field.name);
    if (value && std::find(others.begin(), others.end(), field.name) != others.end())
      field.type->from_json(field.in(&options), *value, context);
  }
  layer->set_options(options);
  return layer;
}

}  // namespace cornu
