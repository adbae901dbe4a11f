#pragma once

#include <cstdint>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// The logits of some queries, in rows, and some keys. Rows lie kColumns apart.
struct AttentionBlock {
  static constexpr int64_t kRows = 96, kColumns = 128;

  void* logits;
  int64_t rows, columns;
};

/// What is done to a block of logits beside their product.
struct AttentionExtras {
  double scale = 1;
  const void* bias = nullptr;
  int64_t bias_row = 0, bias_column = 0;
  const bool* mask = nullptr;
  int64_t mask_row = 0, mask_column = 0;
  int64_t seen = INT64_MAX / 2;  ///< keys that the first row may see; each row sees one more
};

/// Softmax over one block after the other, of f32 or f64. `statistics` holds, for each row, the
/// largest logit so far and the sum of exponentials less that.
struct AttentionLoops {
  /// Each column of a matrix as a row of `y`, all in a row.
  void (*transpose)(const void* x, int64_t x_row, int64_t rows, int64_t columns, void* y);
  /// Scaled, biased and masked logits.
  void (*prepare)(const AttentionBlock& block, const AttentionExtras& extras);
  /// Exponentials of the logits; what `y` holds of earlier blocks is brought to the same scale.
  void (*advance)(const AttentionBlock& block, bool first, void* statistics, void* y, int64_t y_row,
                  int64_t width);
  /// y's rows divided by the sums.
  void (*divide)(int64_t rows, const void* statistics, void* y, int64_t y_row, int64_t width);
  /// Σ y dy of each row.
  void (*products)(const void* y, const void* dy, int64_t row, int64_t rows, int64_t width,
                   void* sums);
  /// Logits become shares p, and their gradients dp become scale · p (dp − products).
  void (*gradient)(const AttentionBlock& block, const void* statistics, const void* products,
                   double scale, void* dp);
};

const AttentionLoops& attention_loops(DType dtype);

}  // namespace cornu::cpu::simd
