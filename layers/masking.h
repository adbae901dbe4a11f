#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct MaskingOptions {
  double mask_value = 0;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("mask_value", config.mask_value, "Steps whose features are all this are left out.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// Masks the steps of x [batch, time, features] whose features all equal mask_value, and sets them
/// to 0.
LayerRef Masking(MaskingOptions options = {});

}  // namespace cornu::layers
