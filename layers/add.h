#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct AddOptions {
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) { CORNU_LAYER_FIELDS(field, config); }
};

/// The sum of two or more inputs, which broadcast; those with fewer axes get new ones behind the
/// batch's.
LayerRef Add(AddOptions options = {});

}  // namespace cornu::layers
