#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/spatial.h"

namespace cornu::layers {

struct SpatialDropout2DOptions {
  double rate = 0;
  Choice<DataFormat> data_format = DataFormat::channels_last;
  std::optional<int64_t> seed = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("rate", config.rate, "Share of the channels that become 0, from 0 to 1.", required);
    field("data_format", config.data_format, "Where the channels stand.");
    field("seed", config.seed, "Makes what is dropped reproducible.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// In training sets a share of the channels of each sample to 0 and divides the others by 1 - rate.
LayerRef SpatialDropout2D(double rate, SpatialDropout2DOptions options = {});

}  // namespace cornu::layers
