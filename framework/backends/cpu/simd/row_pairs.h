// Loops of two rows in one pass, for one element type. Compiled once per instruction set.
#if defined(CORNU_SIMD_ROW_PAIRS_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORNU_SIMD_ROW_PAIRS_H_
#undef CORNU_SIMD_ROW_PAIRS_H_
#else
#define CORNU_SIMD_ROW_PAIRS_H_
#endif

#include "framework/backends/cpu/simd/row_loops.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

/// A row of a row's result and one operand more.
template <class First, class Second, bool right>
struct row_of_row {
  static constexpr size_t arity = First::arity + 1;
  template <class T>
  static HWY_INLINE T apply(T a, T b, T c) {
    const T inner = First::template apply<T>(a, b, c);
    const T other = First::arity == 1 ? b : c;
    return right ? Second::template apply<T>(other, inner, c)
                 : Second::template apply<T>(inner, other, c);
  }
};

template <class T, class First, bool right>
RowLoop pair_ending_in(int second) {
  switch (second) {
#define CASE(name) \
  case row_##name: \
    return run_row<T, row_of_row<First, row::name##_row, right>>;
    CASE(add)
    CASE(maximum)
    CASE(multiply)
    CASE(subtract)
    CASE(true_divide)
#undef CASE
    default:
      return nullptr;
  }
}

template <class T>
RowLoop pair_of(int first, int second, bool right) {
  switch (first) {
#define CASE(name)                                                  \
  case row_##name:                                                  \
    return right ? pair_ending_in<T, row::name##_row, true>(second) \
                 : pair_ending_in<T, row::name##_row, false>(second);
    CASE(add)
    CASE(minimum)
    CASE(multiply)
    CASE(sqrt)
    CASE(square)
    CASE(subtract)
#undef CASE
    default:
      return nullptr;
  }
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
