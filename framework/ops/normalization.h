#pragma once

#include <optional>

#include "framework/ops/batch_norm.h"

namespace cornu {

struct MomentsOptions {
  Axes axes = {};
  bool keepdims = false;
  bool synchronized = false;
  static void fields(auto& field, auto& config) {
    field("axes", config.axes, "The axes to reduce.");
    field("keepdims", config.keepdims, "Keeps reduced axes with size 1.");
    field("synchronized", config.synchronized,
          "Over all replicas; the same where there is one, as here.");
  }
};

namespace ops {

/// {mean, biased variance} over axes; of halves computed in float32.
Tensors moments(const Operand& x, const MomentsOptions& options);

/// (x - mean) / sqrt(variance + epsilon) · scale + offset, by given statistics: normalisation in
/// inference. The four are [channels].
Tensor batch_normalization(const Operand& x, const Operand& mean, const Operand& variance,
                           const std::optional<Operand>& offset,
                           const std::optional<Operand>& scale, const BatchNormOptions& options);

}  // namespace ops

}  // namespace cornu
