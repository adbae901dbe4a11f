#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct DropoutOptions {
  double rate = 0;
  std::optional<Shape> noise_shape = {};
  std::optional<int64_t> seed = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("rate", config.rate, "Share of the elements that become 0, from 0 to 1.", required);
    field("noise_shape", config.noise_shape,
          "Sizes of what is drawn, which broadcasts; null: the input's.");
    field("seed", config.seed, "Makes what is dropped reproducible.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// In training sets a share of the elements to 0 and divides the others by 1 - rate.
LayerRef Dropout(double rate, DropoutOptions options = {});

}  // namespace cornu::layers
