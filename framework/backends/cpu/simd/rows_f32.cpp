#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/rows_f32.cpp"
#include <hwy/foreach_target.h>

#include "framework/backends/cpu/simd/powers.h"
#include "framework/backends/cpu/simd/row_pairs.h"
#include "framework/backends/cpu/simd/special.h"
#include "framework/backends/cpu/simd/trigonometric.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {
std::span<const RowLoop> loops_f32() { return all_row_loops<float>(); }
RowLoop pair_f32(int first, int second, bool right) { return pair_of<float>(first, second, right); }
}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {
HWY_EXPORT(loops_f32);
HWY_EXPORT(pair_f32);
std::span<const RowLoop> row_loops_f32() { return HWY_DYNAMIC_DISPATCH(loops_f32)(); }
RowLoop row_pair_f32(int first, int second, bool right) {
  return HWY_DYNAMIC_DISPATCH(pair_f32)(first, second, right);
}
}  // namespace cornu::cpu::simd
#endif
