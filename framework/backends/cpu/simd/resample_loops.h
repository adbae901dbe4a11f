#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "framework/ops/resample_table.h"
#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// A ResampleTable for loops: distances in elements, weights in the elements' type.
struct ResampleTerms {
  ResampleTerms(const ResampleTable& table, int64_t stride, DType dtype);

  size_t rows() const { return starts.size() - 1; }
  const void* weight(size_t term) const { return weights.data() + term * bytes; }

  std::vector<size_t> starts, offsets;
  std::vector<std::byte> weights;
  size_t bytes;     // of a weight
  size_t most = 0;  // terms of a row
};

/// What resampling does to rows of elements, for f32 or f64.
struct ResampleLoops {
  /// y = Σ weights[k] · x[offsets[k] …], over `terms` of them, `count` neighbours each.
  void (*combine)(const void* x, const size_t* offsets, const void* weights, size_t terms,
                  size_t count, void* y);
  /// For each result likewise, of one line of `length` elements; results lie behind one another.
  void (*columns)(const void* line, const ResampleTerms& terms, size_t count, size_t length,
                  void* y);
  /// For each result the terms of the row times its own, `across`, without a line between: kCells
  /// at most.
  void (*cells)(const void* x, const size_t* offsets, const void* weights, size_t terms,
                const ResampleTerms& across, size_t count, void* y);
  static constexpr size_t kCells = 4;
};

const ResampleLoops& resample_loops(DType dtype);

}  // namespace cornu::cpu::simd
