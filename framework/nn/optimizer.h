#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "framework/nn/optimizer_options.h"
#include "framework/tensor/variable.h"
#include "framework/trace/foreach_function.h"

namespace cornu {

/// What an update may use beside a variable's own numbers: scalars in the variable's dtype.
struct StepScalars {
  Tensor learning_rate;
  Tensor step;      ///< Counts the updates, from 1.
  Tensors shared;   ///< The shared slots, moved by this step already.
  Tensors derived;  ///< What the optimizer's derive() made of the others.
};

/// A variable's new value and its slots' new values.
struct Update {
  Tensor weight;
  Tensors slots;
};

/// Numbers that an optimizer keeps for each variable.
struct SlotDef {
  std::string_view name;
  double initial = 0;
  /// In files it follows, variable by variable, the slot before it, as Keras has it for slots that
  /// are made together.
  bool beside_previous = false;
};

/// The interface of optimizers: a pure update, and everything around it that Keras's base class
/// does. A step: unscale, accumulate, clip, decay, update, average, constrain, count.
class OptimizerBase : public Object {
 public:
  static constexpr ObjectKind kKind{"keras.optimizers", "optimizer"};

  explicit OptimizerBase(OptimizerSettings settings);

  virtual std::vector<SlotDef> slots() const { return {}; }
  /// Scalars that the optimizer keeps once, for all variables.
  virtual std::vector<SlotDef> shared_slots() const { return {}; }
  /// The shared slots after a step; a function of theirs and of the step alone.
  virtual Tensors update_shared(const Tensors& shared, const StepScalars&) const { return shared; }
  /// Scalars that all variables of a step share and that depend on the step alone.
  virtual Tensors derive(const StepScalars&) const { return {}; }
  /// A pure function of values: it runs eagerly, in traces, and on stand-ins to be fused.
  virtual Update update(const Tensor& weight, const Tensor& gradient, const Tensors& slots,
                        const StepScalars& scalars) const = 0;
  /// Whether each element's update depends on that element alone, and not on the tensor's shape:
  /// then it runs on all variables at once.
  virtual bool elementwise() const { return true; }

  std::string name() const;
  bool built() const { return built_; }
  /// Makes the slots; outside of any trace. Once only.
  virtual void build(const Variables& trainable);
  /// One step. Undefined gradients leave their variables alone; ValueError where all are.
  virtual void apply(const Tensors& gradients, const Variables& variables);
  /// One step whose every change happens only where `condition` (bool scalar) holds.
  void apply_where(const Tensor& condition, const Tensors& gradients, const Variables& variables);
  /// The loss to differentiate.
  virtual Tensor scale_loss(const Tensor& loss) const;
  /// Whether it chooses the loss's scale itself.
  virtual bool scales_loss() const { return false; }
  /// Forgets its own loss scale: another optimizer has taken that over.
  void drop_loss_scale() { settings_.loss_scale_factor.reset(); }

  /// In the order of files: iteration, learning rate, averages, accumulators, slots.
  virtual Variables variables() const;
  /// What it keeps beside those and no model file has. A run that is resumed goes on with it.
  virtual Variables own_states() const { return {}; }
  const Variable& iteration() const { return iteration_; }
  /// The rate that the next step uses.
  virtual Tensor learning_rate() const;
  /// ValueError where a schedule sets the rate.
  virtual void set_learning_rate(double value);
  const ScheduleRef& schedule() const { return settings_.learning_rate.schedule(); }
  /// Variables whose weights do not decay: these, and those whose names hold a match of one of the
  /// regular expressions. Before the optimizer is built.
  void exclude_from_weight_decay(const Variables& variables,
                                 const std::vector<std::string>& names = {});
  /// Puts the moving averages into the variables, at the end of training.
  virtual void finalize_variable_values(const Variables& variables);

  Json get_config() const override;

 protected:
  const OptimizerSettings& settings() const { return settings_; }
  void check_not_built() const;

 private:
  friend class OptimizerStep;

  size_t index_of(const Variable& variable) const;
  bool decays(const Variable& variable) const;
  void check_known(const Variables& variables) const;

  OptimizerSettings settings_;
  bool built_ = false;
  Variable iteration_, rate_;  // rate_ is undefined with a schedule
  Variables trainable_;
  std::unordered_map<const Variable::State*, size_t> index_;
  Variables averages_, accumulators_;                        // by variable
  std::vector<Variables> slots_;                             // by slot, by variable
  Variables shared_;                                         // by shared slot
  std::unordered_map<std::string, ForeachFunction> stages_;  // of a step, by kind of variables
  Variables undecayed_;
  std::vector<std::string> undecayed_names_;
};

/// An optimizer whose configuration is a C.
template <class C>
class Optimizer : public OptimizerBase {
 public:
  using Config = C;

  explicit Optimizer(C config = {})
      : OptimizerBase(OptimizerSettings::of(config)), config_(std::move(config)) {}
  const C& config() const { return config_; }
  const ConfigType& config_type() const override { return cornu::config_type<C>(); }
  const void* config_data() const override { return &config_; }

 private:
  C config_;
};

/// An optimizer by name, options or object; copies share its state.
class OptimizerRef : public Handle<OptimizerBase> {
 public:
  using Handle::Handle;

  void apply(const Tensors& gradients, const Variables& variables) const;
  void apply(const std::vector<std::pair<Tensor, Variable>>& pairs) const;
  /// One step down the gradient of `loss()`, which it returns.
  Tensor minimize(const std::function<Tensor()>& loss, const Variables& variables) const;
};

template <>
struct FieldTraits<OptimizerRef> : FieldTraits<Handle<OptimizerBase>> {
  static OptimizerRef from_json(const Json& json, const ReadContext& context) {
    return FieldTraits<Handle<OptimizerBase>>::from_json(json, context).object();
  }
};

/// Lets files and names mean a user's optimizer: `register_optimizer<Lion2>("my>Lion2")`.
template <std::derived_from<OptimizerBase> T>
void register_optimizer(std::string_view registered_name) {
  register_class(class_def<T>("", ""), registered_name);
}

/// A user's optimizer: `optimizer<Lion2>({.learning_rate = 1e-4})`.
template <std::derived_from<OptimizerBase> T>
OptimizerRef optimizer(typename T::Config config = {}) {
  return std::make_shared<T>(std::move(config));
}

}  // namespace cornu
