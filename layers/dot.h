#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/axes.h"

namespace cornu::layers {

struct DotOptions {
  Axes axes = {};
  bool normalize = false;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("axes", config.axes, "The axis of both inputs, or one of each, that is summed over.",
          required);
    field("normalize", config.normalize, "Whether the sum is that of unit vectors: the cosine.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// The dot product of two inputs along an axis of each, sample by sample: with axes {2, 1},
/// [batch, a, n] and [batch, n, b] → [batch, a, b]; of vectors, [batch, 1].
LayerRef Dot(const Axes& axes, DotOptions options = {});

}  // namespace cornu::layers
