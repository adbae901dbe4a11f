#pragma once

#include "framework/backends/reference/element.h"
#include "framework/base/error.h"
#include "framework/ops/elementwise.h"
#include "framework/ops/fused.h"

namespace cornu::reference {

/// Whether rows of this kind compute in T.
template <class T>
constexpr bool evaluates(ElementwiseKind kind) {
  return std::is_floating_point_v<T> ? !refuses_floating(kind) : !gives_floating(kind);
}

/// What an elementwise row gives for operands of a compute type.
template <class T>
T evaluate(int row, T a, [[maybe_unused]] T b, [[maybe_unused]] T c) {
  switch (row) {
#define UNARY(name, Class, module, kind, forward, ...)   \
  case row_##name:                                       \
    if constexpr (evaluates<T>(ElementwiseKind::kind)) { \
      [[maybe_unused]] const T x = a;                    \
      return static_cast<T>(forward);                    \
    }                                                    \
    break;
#include "framework/ops/unary.def"
#undef UNARY
#define BINARY(name, Class, module, kind, forward, ...)                                \
  case row_##name:                                                                     \
    if constexpr (evaluates<T>(ElementwiseKind::kind)) return static_cast<T>(forward); \
    break;
#include "framework/ops/binary.def"
#undef BINARY
    case row_where:
      return a != T(0) ? b : c;
  }
  fail<InternalError>("elementwise row ", row);
}

/// Runs a fused program once: the inputs lie in the first registers.
template <class C>
void run_instructions(const FusedProgram& program, size_t inputs, C* registers) {
  alignas(8) std::byte narrow[8];
  for (size_t i = 0; i < program.size(); ++i) {
    C operands[3] = {};
    for (size_t k = 0; k < static_cast<size_t>(program.arity(i)); ++k)
      operands[k] = registers[program.operand(i, k)];
    store<C>(program.rounding, narrow, 0,
             evaluate<C>(program.row(i), operands[0], operands[1], operands[2]));
    registers[inputs + i] = load<C>(program.rounding, narrow, 0);
  }
}

}  // namespace cornu::reference
