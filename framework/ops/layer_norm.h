#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"

namespace cornu {

/// Attributes of layer_norm and its gradient.
struct LayerNormAttrs {
  int64_t axes = 1;
  double epsilon = 1e-3;
  static void fields(auto& field, auto& config) {
    field("axes", config.axes, "How many of the last axes are normalised together.");
    field("epsilon", config.epsilon, "Added to the variance.");
  }
};

namespace ops {

/// Normalises x over its last axes by their mean and biased variance, then scales and shifts it:
/// gamma, beta as those axes, of halves in float32.
Tensor layer_norm(const Tensor& x, const Tensor& gamma, const Tensor& beta,
                  const LayerNormAttrs& attrs);

}  // namespace ops

}  // namespace cornu
