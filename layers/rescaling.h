#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct RescalingOptions {
  double scale = 1;
  double offset = 0;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("scale", config.scale, "Factor.", required);
    field("offset", config.offset, "Added after.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// x · scale + offset, in the compute dtype: bytes become floating.
LayerRef Rescaling(double scale, RescalingOptions options = {});

}  // namespace cornu::layers
