#pragma once

#include <cstddef>
#include <cstdint>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// Of one element that is made, along the last spatial axis: the elements [first, last) of the
/// other tensor that it is made of. The first is tap `tap` of the window, each next one
/// `PoolLine::tap_step` further.
struct PoolSpan {
  int64_t first, last, tap;
};

/// A line of elements along the last spatial axis, all channels; made of several lines of the other
/// tensor. Outputs of windows are made of inputs; gradients of inputs are made of outputs'.
struct PoolLine {
  static constexpr size_t kMostLines = 64;

  const void* lines[kMostLines];
  const uint8_t* winners[kMostLines];  ///< Of lines of outputs: which tap won.
  int64_t taps[kMostLines];            ///< The window's first tap in each line.
  double shares[kMostLines];           ///< What averaging multiplies each line by.
  size_t line_count = 0;

  const PoolSpan* spans = nullptr;      ///< One for each element made.
  const double* span_shares = nullptr;  ///< What averaging multiplies each element read by.
  const double* made_shares = nullptr;  ///< What averaging multiplies each element made by.
  int64_t count = 0, channels = 0, tap_step = 1;
  void* made = nullptr;
  uint8_t* index = nullptr;  ///< Winners of the elements made; null: not wanted.
};

struct PoolLoops {
  void (*largest)(const PoolLine&);   ///< max_pool
  void (*gathered)(const PoolLine&);  ///< max_pool_gather, which reads `index`
  void (*returned)(const PoolLine&);  ///< max_pool_grad
  void (*averaged)(const PoolLine&);  ///< average_pool and average_pool_grad
};

/// Of floating types.
const PoolLoops& pool_loops(DType dtype);

}  // namespace cornu::cpu::simd
