#pragma once

#include <string_view>

#include "framework/ir/op_def.h"

namespace cornu {

/// How the result's dtype follows from the promoted dtype of the operands.
enum class ElementwiseKind : uint8_t {
  numeric,  ///< The same; bool counts as int32.
  any,      ///< The same, bool too.
  real,     ///< Floating: integers become float32.
  wide,     ///< Floating: int64 becomes float64, other integers float32.
  integer,  ///< The same; refuses all but integers.
  bits,     ///< The same; refuses floating operands.
  test,     ///< bool, from any operands.
  logical,  ///< bool, from operands taken as true or false.
};

/// The elementwise rows in order: `row_tanh` is the index of tanh's loops, its definition and its
/// code in fused programs.
enum ElementwiseRowId : int {
#define UNARY(name, ...) row_##name,
#include "framework/ops/unary.def"
#undef UNARY
#define BINARY(name, ...) row_##name,
#include "framework/ops/binary.def"
#undef BINARY
  row_where,
  kElementwiseRows
};

struct ElementwiseRow {
  int id;
  int arity;
  ElementwiseKind kind;
  /// A range of operands in which value and derivative are well behaved, for tests.
  double lowest, highest;
  /// The forward expression, as source of fused device kernels.
  std::string_view source;
};

/// Whether the results are floating numbers, whatever the operands are.
constexpr bool gives_floating(ElementwiseKind kind) {
  return kind == ElementwiseKind::real || kind == ElementwiseKind::wide;
}
/// Whether floating operands are refused.
constexpr bool refuses_floating(ElementwiseKind kind) {
  return kind == ElementwiseKind::integer || kind == ElementwiseKind::bits;
}

/// The definition of each row, by id.
const OpDef& elementwise_def(int row);

/// The dtype that an elementwise op's operands are converted to before it runs.
DType elementwise_operand_dtype(ElementwiseKind kind, DType promoted);
DType elementwise_result_dtype(ElementwiseKind kind, DType operand);

}  // namespace cornu
