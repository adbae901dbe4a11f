#pragma once

#include "framework/ops/operand.h"

namespace cornu {

/// Something that is an operand already; a bare number beside it becomes one.
template <class T>
concept TensorLike = std::same_as<T, Tensor> || std::same_as<T, Variable>;

#define CORNU_OPERATOR(symbol, name)                                                             \
  Tensor name(const Operand& a, const Operand& b);                                               \
  template <class A, class B>                                                                    \
  requires(TensorLike<A> && (TensorLike<B> || std::is_arithmetic_v<B>)) ||                       \
      (TensorLike<B> && std::is_arithmetic_v<A>)Tensor operator symbol(const A& a, const B& b) { \
    return name(Operand(a), Operand(b));                                                         \
  }

CORNU_OPERATOR(+, operator_add)
CORNU_OPERATOR(-, operator_subtract)
CORNU_OPERATOR(*, operator_multiply)
CORNU_OPERATOR(/, operator_divide)
CORNU_OPERATOR(<, operator_less)
CORNU_OPERATOR(<=, operator_less_equal)
CORNU_OPERATOR(>, operator_greater)
CORNU_OPERATOR(>=, operator_greater_equal)
#undef CORNU_OPERATOR

Tensor operator-(const Tensor& x);

}  // namespace cornu
