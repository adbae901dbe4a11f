#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct ConcatenateOptions {
  int64_t axis = -1;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis to join along.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// Its inputs one after the other along an axis; their other sizes must be equal.
LayerRef Concatenate(ConcatenateOptions options = {});

}  // namespace cornu::layers
