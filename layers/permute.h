#pragma once

#include <vector>

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct PermuteOptions {
  std::vector<int64_t> dims = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("dims", config.dims, "The axis of the input, from 1, that each axis of the result is.",
          required);
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// The axes behind the batch's in another order: with dims {2, 1}, [batch, a, b] → [batch, b, a].
LayerRef Permute(const std::vector<int64_t>& dims, PermuteOptions options = {});

}  // namespace cornu::layers
