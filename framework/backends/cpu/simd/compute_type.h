#pragma once

#include <cstdint>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// `choose(T())` for the compute type that `dtype` names, f32, f64, i32, i64 or u64; null for
/// others.
template <class F>
constexpr auto for_compute_type(DType dtype, const F& choose) -> decltype(choose(float())) {
  if (dtype == DType::f32) return choose(float());
  if (dtype == DType::f64) return choose(double());
  if (dtype == DType::i32) return choose(int32_t());
  if (dtype == DType::i64) return choose(int64_t());
  if (dtype == DType::u64) return choose(uint64_t());
  return {};
}

}  // namespace cornu::cpu::simd
