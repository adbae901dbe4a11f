#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct ReLUOptions {
  std::optional<double> max_value = {};
  double negative_slope = 0;
  double threshold = 0;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("max_value", config.max_value, "Values are cut above it; null: nowhere.");
    field("negative_slope", config.negative_slope, "Slope below the threshold.");
    field("threshold", config.threshold, "Values below it are damped.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// x above the threshold, negative_slope · (x - threshold) below, at most max_value.
LayerRef ReLU(ReLUOptions options = {});

}  // namespace cornu::layers
