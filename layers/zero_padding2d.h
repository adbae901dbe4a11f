#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/spatial.h"
#include "layers/margins.h"

namespace cornu::layers {

struct ZeroPadding2DOptions {
  Margins padding = 1;
  Choice<DataFormat> data_format = DataFormat::channels_last;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("padding", config.padding,
          "Zeros around height and width: {{top, bottom}, {left, right}}.");
    field("data_format", config.data_format, "Where the channels stand.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// Zeros around an image: `1` on all sides; `{1, 2}`: 1 above and below, 2 left and right;
/// `{{1, 0}, {2, 3}}`: above, below, left, right.
LayerRef ZeroPadding2D(const Margins& padding = 1, ZeroPadding2DOptions options = {});

}  // namespace cornu::layers
