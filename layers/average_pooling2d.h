#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/spatial.h"

namespace cornu::layers {

struct AveragePooling2DOptions {
  Sizes pool_size = 2;
  OptionalSizes strides = {};
  Choice<Padding> padding = Padding::valid;
  Choice<DataFormat> data_format = DataFormat::channels_last;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("pool_size", config.pool_size, "Height and width of the window.");
    field("strides", config.strides, "Steps of the window; null: its size.");
    field("padding", config.padding, "\"valid\": none; \"same\": ceil(size / stride) outputs.");
    field("data_format", config.data_format, "Where the channels stand.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// The mean of each window over height and width.
LayerRef AveragePooling2D(const Sizes& pool_size = 2, AveragePooling2DOptions options = {});

}  // namespace cornu::layers
