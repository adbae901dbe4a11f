#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct LeakyReLUOptions {
  double negative_slope = 0.3;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("negative_slope", config.negative_slope, "Factor of values below zero.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// x above zero, negative_slope · x below.
LayerRef LeakyReLU(LeakyReLUOptions options = {});

}  // namespace cornu::layers
