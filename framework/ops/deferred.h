#pragma once

#include <string>

#include "framework/ir/op_def.h"
#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct DeferredAttrs {
  std::string function = {};
  std::string options = {};
  DType dtype = DType::f32;
  static void fields(auto& field, auto& config) {
    field("function", config.function, "The public function.");
    field("options", config.options, "Its options, as text.");
    field("dtype", config.dtype, "The element type of its result.");
  }
};

inline bool is_unranked(const Tensor& tensor) { return !tensor.shape().ranked(); }
inline bool is_unranked(const Operand& operand) {
  return !operand.is_number() && !operand.shape().ranked();
}
/// Whether the rank of an operand is not known.
template <class... Operands>
bool any_unranked(const Operands&... operands) {
  return (is_unranked(operands) || ...);
}

/// A call of a public function on graph values of too little known shape, as one node: the function
/// is called when the graph is specialised. Its result has that dtype and any shape.
Tensor defer(std::string_view function, std::initializer_list<Operand> operands,
             const Attrs& options, DType dtype);

}  // namespace cornu
