#pragma once

#include <string>

#include "framework/base/config_value.h"
#include "framework/ops/public.h"

namespace cornu {

struct EinsumOptions {
  EinsumOptions() = default;
  EinsumOptions(std::string text) : subscripts(std::move(text)) {}
  EinsumOptions(const char* text) : subscripts(text) {}

  std::string subscripts = {};
  static void fields(auto& field, auto& config) {
    field("subscripts", config.subscripts, "A letter for each axis: \"bij,bjk->bik\".");
  }
};

namespace ops {

/// Sums of products of operands' elements: those along axes of one letter meet, and letters that
/// are not behind the arrow are summed over. Without an arrow the letters that occur once are left,
/// in alphabetical order. "..." stands for any axes, which broadcast. A letter twice in one operand
/// is refused.
Tensor einsum(const EinsumOptions& subscripts, const VariadicOperands& operands);

}  // namespace ops

}  // namespace cornu
