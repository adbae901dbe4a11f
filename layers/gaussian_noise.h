#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct GaussianNoiseOptions {
  double stddev = 0;
  std::optional<int64_t> seed = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("stddev", config.stddev, "Standard deviation of the noise, from 0 to 1.", required);
    field("seed", config.seed, "Makes the noise reproducible.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// In training adds numbers of a normal distribution around 0.
LayerRef GaussianNoise(double stddev, GaussianNoiseOptions options = {});

}  // namespace cornu::layers
