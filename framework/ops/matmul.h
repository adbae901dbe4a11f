#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/fused_activation.h"
#include "framework/ops/operand.h"

namespace cornu {

/// Attributes of the matmul op: which operands' last two axes are swapped before the product, and
/// what is fused behind it.
struct MatmulAttrs {
  bool transpose_a = false;
  bool transpose_b = false;
  Choice<FusedActivation> activation = FusedActivation::linear;
  static void fields(auto& field, auto& config) {
    field("transpose_a", config.transpose_a, "Swaps the last two axes of a.");
    field("transpose_b", config.transpose_b, "Swaps the last two axes of b.");
    field("activation", config.activation, "Applied to the result; set by fusion only.");
  }
};

namespace ops {

/// Matrix product of the last two axes, the others broadcast; vectors as NumPy does.
Tensor matmul(const Operand& a, const Operand& b);

/// The product with operands swapped first: what gradients of matmul are made of.
Tensor matmul_transposed(const Tensor& a, const Tensor& b, const MatmulAttrs& attrs);

}  // namespace ops

}  // namespace cornu
