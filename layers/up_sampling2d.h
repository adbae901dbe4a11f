#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/resample.h"
#include "framework/ops/spatial.h"

namespace cornu::layers {

struct UpSampling2DOptions {
  Sizes size = 2;
  Choice<DataFormat> data_format = DataFormat::channels_last;
  Choice<Interpolation> interpolation = Interpolation::nearest;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("size", config.size, "How often height and width are repeated.");
    field("data_format", config.data_format, "Where the channels stand.");
    field("interpolation", config.interpolation, "What new elements are made of.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// An image `size` times as high and wide: [batch, height, width, channels] → [batch, 2 height,
/// 2 width, channels]. Interpolation has half-pixel centres.
LayerRef UpSampling2D(const Sizes& size = 2, UpSampling2DOptions options = {});

}  // namespace cornu::layers
