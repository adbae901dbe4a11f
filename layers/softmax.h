#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/axes.h"

namespace cornu::layers {

struct SoftmaxOptions {
  Axes axis = -1;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis, or axes, whose elements sum to one.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// Softmax; where a mask of the input's shape is given, its false places get nothing.
LayerRef Softmax(SoftmaxOptions options = {});

}  // namespace cornu::layers
