#include "framework/backends/cpu/simd/rows.h"

#include "framework/base/error.h"

namespace cornu::cpu::simd {

std::span<const RowLoop> row_loops(DType compute) {
  switch (compute) {
    case DType::f32:
      return row_loops_f32();
    case DType::f64:
      return row_loops_f64();
    case DType::i32:
      return row_loops_i32();
    case DType::i64:
      return row_loops_i64();
    case DType::u64:
      return row_loops_u64();
    default:
      fail<InternalError>("no elementwise loops compute in ", compute);
  }
}

RowLoop row_pair(DType compute, int first, int second, bool right) {
  if (compute == DType::f32) return row_pair_f32(first, second, right);
  if (compute == DType::f64) return row_pair_f64(first, second, right);
  return nullptr;
}

}  // namespace cornu::cpu::simd
