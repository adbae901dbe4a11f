#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu {

struct LayerCase {
  LayerRef layer;
  TensorStruct input;
  bool training = false;
  /// Whether a step down the gradient must lower the loss; not for layers without weights.
  bool learns = true;
};

/// What every layer must do: build, say the specs that it then makes, compute the same eagerly and
/// compiled, come back from its configuration, have gradients, learn.
void run_layer_case(const LayerCase& layer_case);

}  // namespace cornu
