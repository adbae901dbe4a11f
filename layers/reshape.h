#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/reshape.h"

namespace cornu::layers {

struct ReshapeOptions {
  NewShape target_shape = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("target_shape", config.target_shape,
          "Sizes without the batch's; one may be -1: what is left.", required);
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// Other sizes for the same elements; the batch stays.
LayerRef Reshape(const Shape& target_shape, ReshapeOptions options = {});

}  // namespace cornu::layers
