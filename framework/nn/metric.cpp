#include "framework/nn/metric.h"

#include <algorithm>

#include "framework/base/config_value.h"
#include "framework/nn/auto_name.h"
#include "framework/nn/weighting.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

Axes axes_between(int64_t first, int64_t end) {
  std::vector<int64_t> axes;
  for (int64_t axis = first; axis < end; ++axis) axes.push_back(axis);
  return Axes(std::move(axes));
}

class CustomMetric final : public MeanOfValues {
 public:
  CustomMetric(std::string name, MetricFunction function)
      : MeanOfValues(std::move(name)), function_(std::move(function)) {}
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    return function_(y_true, y_pred);
  }
  const ConfigType& config_type() const override { return cornu::config_type<NoFields>(); }
  const void* config_data() const override { return &default_config<NoFields>(); }

 private:
  MetricFunction function_;
};

}  // namespace

const std::string& MetricBase::name() const {
  if (name_.empty()) name_ = auto_name(class_name());
  return name_;
}

Variable MetricBase::add_variable(std::string_view name, const Shape& shape,
                                  std::optional<DType> dtype) {
  variables_.emplace_back(
      zeros(shape, dtype.value_or(dtype_)),
      VariableOptions{.name = std::string(name), .trainable = false, .autocast = false});
  return variables_.back();
}

void MetricBase::reset_state() {
  for (const Variable& variable : variables_)
    variable.assign(zeros(variable.shape(), variable.dtype()));
}

MeanBase::MeanBase(std::string name, DType dtype) : MetricBase(std::move(name), dtype) {
  total_ = add_variable("total");
  count_ = add_variable("count");
}

void MeanBase::add(const Tensor& values, const Tensor& sample_weight) {
  Tensor each = ops::cast(values, dtype()), weight;
  if (sample_weight.defined()) {
    weight = apply_mask(sample_weight, values.mask(), dtype(), Reduction::sum);
    std::tie(each, weight) = match_ranks(each, weight);
    if (each.ndim() > weight.ndim())
      each = ops::mean(each, {.axis = axes_between(weight.ndim(), each.ndim())});
    const int64_t axes = weight.ndim();
    weight = ops::broadcast_to(weight, {.shape = each.shape()});
    each = each * weight;
    if (axes > 1) weight = ops::mean(weight, {.axis = axes_between(1, axes)});
  }
  if (each.ndim() > 1) each = ops::mean(each, {.axis = axes_between(1, each.ndim())});
  total_.assign_add(ops::sum(each));
  if (weight.defined())
    count_.assign_add(ops::sum(weight));
  else
    count_.assign_add(scalar(each.ndim() == 0 ? int64_t{1} : each.shape()[0], dtype()));
}

Tensor MeanBase::result() const { return divide_no_nan(total_.value(), count_.value()); }

void MeanOfValues::update_state(const Tensor& y_true, const Tensor& y_pred,
                                const Tensor& sample_weight) {
  const Tensor each = values(y_true, y_pred);
  add(each, apply_mask(sample_weight, y_pred.mask(), dtype(), Reduction::sum));
}

namespace metrics {

MetricRef custom(std::string name, MetricFunction function) {
  return std::make_shared<CustomMetric>(std::move(name), std::move(function));
}

}  // namespace metrics

}  // namespace cornu
