#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/rows_u64.cpp"
#include <hwy/foreach_target.h>

#include "framework/backends/cpu/simd/integer_pow.h"
#include "framework/backends/cpu/simd/row_loops.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {
std::span<const RowLoop> loops_u64() { return all_row_loops<uint64_t>(); }
}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {
HWY_EXPORT(loops_u64);
std::span<const RowLoop> row_loops_u64() { return HWY_DYNAMIC_DISPATCH(loops_u64)(); }
}  // namespace cornu::cpu::simd
#endif
