#pragma once

#include <cstdint>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// Logarithms of probabilities of states, f32 or f64.
struct CTCLoops {
  /// Elements that must be readable before `from`, and behind the end of each row.
  static constexpr int64_t kBefore = 2, kBehind = 16;

  /// to[s] = log(e^from[s] + e^from[s-1] + e^(from[s-2] + skip[s])) + emitted[s].
  void (*step)(const void* from, const void* skip, const void* emitted, int64_t states, void* to);
  /// y = factor · e^x; y may be x's place.
  void (*exponentials)(const void* x, int64_t count, double factor, void* y);
};

const CTCLoops& ctc_loops(DType dtype);

}  // namespace cornu::cpu::simd
