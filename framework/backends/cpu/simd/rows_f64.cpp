#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/rows_f64.cpp"
#include <hwy/foreach_target.h>

#include "framework/backends/cpu/simd/powers.h"
#include "framework/backends/cpu/simd/row_pairs.h"
#include "framework/backends/cpu/simd/special.h"
#include "framework/backends/cpu/simd/trigonometric.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {
std::span<const RowLoop> loops_f64() { return all_row_loops<double>(); }
RowLoop pair_f64(int first, int second, bool right) {
  return pair_of<double>(first, second, right);
}
}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {
HWY_EXPORT(loops_f64);
HWY_EXPORT(pair_f64);
std::span<const RowLoop> row_loops_f64() { return HWY_DYNAMIC_DISPATCH(loops_f64)(); }
RowLoop row_pair_f64(int first, int second, bool right) {
  return HWY_DYNAMIC_DISPATCH(pair_f64)(first, second, right);
}
}  // namespace cornu::cpu::simd
#endif
