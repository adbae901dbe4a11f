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

struct LayerNormOptions {
  Axes axis = -1;
  std::optional<double> epsilon = {};
  bool rms_scaling = false;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis, or axes, normalised together.");
    field("epsilon", config.epsilon, "Added to the variance; null: 1e-7.");
    field("rms_scaling", config.rms_scaling, "Only divides by the deviation, and adds no beta.");
  }
};

struct RMSNormOptions {
  Axes axis = -1;
  std::optional<double> epsilon = {};
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis, or axes, normalised together; null: all.");
    field("epsilon", config.epsilon, "Added to the mean square; null: 1e-7.");
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

/// (x - mean) / sqrt(variance + epsilon) · gamma + beta, by x's own mean and biased variance along
/// axes; of halves computed in float32. gamma and beta have the elements of those axes.
Tensor layer_normalization(const Operand& x, const std::optional<Operand>& gamma = {},
                           const std::optional<Operand>& beta = {},
                           const LayerNormOptions& options = {});

/// x / sqrt(mean(x²) + epsilon) · scale, the mean over axes; of halves computed in float32. scale
/// broadcasts to x. The result has x's dtype.
Tensor rms_normalization(const Operand& x, const std::optional<Operand>& scale = {},
                         const RMSNormOptions& options = {});

}  // namespace ops

}  // namespace cornu
