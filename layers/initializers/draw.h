#pragma once

#include <cstdint>
#include <optional>

#include "framework/tensor/tensor.h"

namespace cornu {

/// Random numbers for the first values of weights: Philox over the element's index, so the values
/// depend on seed and shape alone.
class Draw {
 public:
  /// Without a seed: the next one of the process, chosen now.
  explicit Draw(std::optional<int64_t> seed);

  Tensor uniform(const Shape& shape, DType dtype, double low, double high) const;
  Tensor normal(const Shape& shape, DType dtype, double mean, double stddev) const;
  /// Values further than two standard deviations from the mean are drawn again.
  Tensor truncated_normal(const Shape& shape, DType dtype, double mean, double stddev) const;

 private:
  uint64_t key_;
};

/// Copies f64 values of the host into a tensor of `dtype`.
Tensor tensor_of_values(const std::vector<double>& values, const Shape& shape, DType dtype);

}  // namespace cornu
