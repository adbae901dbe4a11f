#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "framework/nn/handle.h"
#include "framework/nn/reduction.h"
#include "framework/tensor/fields.h"
#include "framework/tensor/tensor.h"

/// What every loss's options end in.
#define CORNU_LOSS_OPTIONS(default_name)                        \
  Choice<Reduction> reduction = Reduction::sum_over_batch_size; \
  std::string name = default_name;                              \
  std::optional<DType> dtype = {}

namespace cornu {

/// Describes the members of CORNU_LOSS_OPTIONS.
void loss_fields(auto& field, auto& config) {
  field("reduction", config.reduction, "How the values of a batch become one number.");
  field("name", config.name, "The loss's name.");
  field("dtype", config.dtype, "What it computes in; null: float32.");
}

/// The interface of losses: values from labels and predictions. Weights, masks and the reduction
/// belong to the base.
class LossBase : public Object {
 public:
  static constexpr ObjectKind kKind{"keras.losses", "loss"};

  /// The values, commonly with the last axis reduced: [batch, …].
  virtual Tensor call(const Tensor& y_true, const Tensor& y_pred) const = 0;
  virtual Reduction reduction() const { return Reduction::sum_over_batch_size; }
  virtual std::string name() const = 0;
  virtual DType dtype() const { return DType::f32; }

  /// The reduced loss. `y_pred`'s mask, and one that `call` sets, leave places out.
  Tensor operator()(const Tensor& y_true, const Tensor& y_pred,
                    const Tensor& sample_weight = {}) const;
};

/// A loss whose configuration is a C with CORNU_LOSS_OPTIONS.
template <class C>
class Loss : public Configured<LossBase, C> {
 public:
  using Configured<LossBase, C>::Configured;
  Reduction reduction() const override { return this->config().reduction; }
  std::string name() const override { return this->config().name; }
  DType dtype() const override { return this->config().dtype.value_or(DType::f32); }
};

/// A loss by name, options or object.
class LossRef : public Handle<LossBase> {
 public:
  using Handle::Handle;
  Tensor operator()(const Tensor& y_true, const Tensor& y_pred,
                    const Tensor& sample_weight = {}) const {
    return get()(y_true, y_pred, sample_weight);
  }
};

using LossFunction = std::function<Tensor(Tensor y_true, Tensor y_pred)>;

namespace losses {

/// A loss from a function of labels and predictions that gives a value per sample.
LossRef custom(std::string name, LossFunction function,
               Choice<Reduction> reduction = Reduction::sum_over_batch_size);

}  // namespace losses

/// Lets files and names mean a user's loss: `register_loss<Quantile>("my>Quantile")`.
template <std::derived_from<LossBase> T>
void register_loss(std::string_view registered_name) {
  register_class(class_def<T>("", ""), registered_name);
}

/// A user's loss: `loss<Quantile>({.q = 0.9})`.
template <std::derived_from<LossBase> T>
LossRef loss(typename T::Config config = {}) {
  return std::make_shared<T>(std::move(config));
}

}  // namespace cornu
