#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "framework/nn/handle.h"
#include "framework/tensor/fields.h"
#include "framework/tensor/variable.h"

/// What every metric's options hold.
#define CORNU_METRIC_OPTIONS(default_name) \
  std::string name = default_name;         \
  std::optional<DType> dtype = {}

namespace cornu {

/// Describes the members of CORNU_METRIC_OPTIONS.
void metric_fields(auto& field, auto& config) {
  field("name", config.name, "The metric's name, its key in logs; empty: made of the class's.");
  field("dtype", config.dtype, "What it computes in; null: float32.");
}

/// Whether a quantity is better when it grows; callbacks compare by it.
enum class Direction : uint8_t { unknown, up, down };

/// The interface of metrics: state that grows batch by batch, as variables, so that a compiled step
/// updates it on the device; and a result made of the state.
class MetricBase : public Object {
 public:
  static constexpr ObjectKind kKind{"keras.metrics", "metric"};

  explicit MetricBase(std::string name, DType dtype = DType::f32)
      : name_(std::move(name)), dtype_(dtype) {}

  /// `sample_weight` may be undefined.
  virtual void update_state(const Tensor& y_true, const Tensor& y_pred,
                            const Tensor& sample_weight) = 0;
  virtual Tensor result() const = 0;
  virtual void reset_state();
  virtual Direction direction() const { return Direction::unknown; }

  /// Without a name of its own the class's, with a number from the second one on: `auc_1`.
  const std::string& name() const;
  /// As compile does for metrics given by name: `acc` stays `acc` in logs.
  void set_name(std::string name) { name_ = std::move(name); }
  DType dtype() const { return dtype_; }
  const Variables& variables() const { return variables_; }

 protected:
  /// A variable of zeros, reset at each epoch's start; in dtype() unless said. Also in an update,
  /// where its shape depends on the data's.
  Variable add_variable(std::string_view name, const Shape& shape = {},
                        std::optional<DType> dtype = {});

 private:
  mutable std::string name_;  // given at first use where it is empty
  DType dtype_;
  Variables variables_;
};

/// A metric whose configuration is a C with CORNU_METRIC_OPTIONS, over the interface `Base`.
template <class C, class Base = MetricBase>
class Metric : public Base {
 public:
  using Config = C;
  explicit Metric(C config = {})
      : Base(config.name, config.dtype.value_or(DType::f32)), config_(std::move(config)) {}
  const C& config() const { return config_; }
  const ConfigType& config_type() const override { return cornu::config_type<C>(); }
  const void* config_data() const override { return &config_; }
  Json get_config() const override { return Object::get_config().set("name", this->name()); }

 private:
  C config_;
};

/// total / count over batches. With weights, count is their sum.
class MeanBase : public MetricBase {
 public:
  explicit MeanBase(std::string name, DType dtype = DType::f32);
  void add(const Tensor& values, const Tensor& sample_weight = {});
  Tensor result() const override;

 private:
  Variable total_, count_;
};

/// The mean of a value per sample: accuracies, errors. `y_pred`'s mask leaves places out.
class MeanOfValues : public MeanBase {
 public:
  using MeanBase::MeanBase;
  virtual Tensor values(const Tensor& y_true, const Tensor& y_pred) const = 0;
  void update_state(const Tensor& y_true, const Tensor& y_pred, const Tensor& sample_weight) final;
};

/// A metric by name, options or object; copies share its state.
class MetricRef : public Handle<MetricBase> {
 public:
  using Handle::Handle;
  void update_state(const Tensor& y_true, const Tensor& y_pred,
                    const Tensor& sample_weight = {}) const {
    get().update_state(y_true, y_pred, sample_weight);
  }
  Tensor result() const { return get().result(); }
  void reset_state() const { get().reset_state(); }
};

using MetricFunction = std::function<Tensor(Tensor y_true, Tensor y_pred)>;

namespace metrics {

/// The mean of a function's values per sample: Keras's MeanMetricWrapper.
MetricRef custom(std::string name, MetricFunction function);

}  // namespace metrics

/// Lets files and names mean a user's metric: `register_metric<Recall>("my>Recall")`.
template <std::derived_from<MetricBase> T>
void register_metric(std::string_view registered_name) {
  register_class(class_def<T>("", ""), registered_name);
}

/// A user's metric: `metric<Recall>({.threshold = 0.5})`.
template <std::derived_from<MetricBase> T>
MetricRef metric(typename T::Config config = {}) {
  return std::make_shared<T>(std::move(config));
}

}  // namespace cornu
