#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/spatial.h"

namespace cornu::layers {

struct GlobalMaxPooling2DOptions {
  Choice<DataFormat> data_format = DataFormat::channels_last;
  bool keepdims = false;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("data_format", config.data_format, "Where the channels stand.");
    field("keepdims", config.keepdims, "Keeps the spatial axes with size 1.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// The largest element over height and width: [batch, height, width, channels] → [batch, channels].
LayerRef GlobalMaxPooling2D(GlobalMaxPooling2DOptions options = {});

}  // namespace cornu::layers
