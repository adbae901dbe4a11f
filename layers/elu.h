#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct ELUOptions {
  double alpha = 1;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("alpha", config.alpha, "The value far below zero is -alpha.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// x above zero, alpha · (exp(x) - 1) below.
LayerRef ELU(ELUOptions options = {});

}  // namespace cornu::layers
