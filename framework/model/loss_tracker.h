#pragma once

#include <string>
#include <utility>

#include "framework/base/config_value.h"
#include "framework/nn/metric.h"

namespace cornu {

/// The mean of batch losses, each weighted by its number of samples.
class LossTracker final : public MeanBase {
 public:
  explicit LossTracker(std::string name) : MeanBase(std::move(name)) {}
  /// The loss is `y_pred`; the labels do not matter.
  void update_state(const Tensor&, const Tensor& y_pred, const Tensor& sample_weight) override {
    add(y_pred, sample_weight);
  }
  Direction direction() const override { return Direction::down; }
  const ConfigType& config_type() const override { return cornu::config_type<NoFields>(); }
  const void* config_data() const override { return &default_config<NoFields>(); }
};

}  // namespace cornu
