#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "framework/tensor/tensor.h"

namespace cornu {

/// Random numbers for the first values of weights: Philox over the element's index, so the values
/// depend on seed and shape alone.
class Draw {
 public:
  /// Without a seed: the next one of the process, chosen at the first use. An initializer that a
  /// default made and a file replaced must not change what the others draw.
  explicit Draw(std::optional<int64_t> seed);

  Tensor uniform(const Shape& shape, DType dtype, double low, double high) const;
  Tensor normal(const Shape& shape, DType dtype, double mean, double stddev) const;
  /// Values further than two standard deviations from the mean are drawn again.
  Tensor truncated_normal(const Shape& shape, DType dtype, double mean, double stddev) const;

 private:
  uint64_t key() const;

  mutable std::once_flag chosen_;
  mutable uint64_t key_ = 0;
  std::optional<int64_t> seed_;
};

/// Copies f64 values of the host into a tensor of `dtype`.
Tensor tensor_of_values(const std::vector<double>& values, const Shape& shape, DType dtype);

}  // namespace cornu
