#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/spatial.h"

namespace cornu::layers {

struct FlattenOptions {
  Choice<DataFormat> data_format = DataFormat::channels_last;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("data_format", config.data_format,
          "Where the channels stand; those that stand first are moved last before.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// All axes but the batch's as one: [batch, …] → [batch, features].
LayerRef Flatten(FlattenOptions options = {});

}  // namespace cornu::layers
