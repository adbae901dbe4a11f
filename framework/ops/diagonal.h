#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct DiagOptions {
  int64_t k = 0;
  static void fields(auto& field, auto& config) {
    field("k", config.k, "Which diagonal: 0 the main one, above 0 above it, below 0 below it.");
  }
};

struct DiagonalOptions {
  int64_t offset = 0;
  int64_t axis1 = 0;
  int64_t axis2 = 1;
  static void fields(auto& field, auto& config) {
    field("offset", config.offset, "Which diagonal: 0 the main one, above 0 above it.");
    field("axis1", config.axis1, "The axis of rows.");
    field("axis2", config.axis2, "The axis of columns.");
  }
};

struct EyeOptions {
  std::optional<int64_t> M = {};    ///< The number of columns; none: N.
  int64_t k = 0;                    ///< Which diagonal, or up to which.
  std::optional<DType> dtype = {};  ///< None: float32.
};

struct VanderOptions {
  std::optional<int64_t> N = {};
  bool increasing = false;
  static void fields(auto& field, auto& config) {
    field("N", config.N, "The number of columns; null: as many as x has elements.");
    field("increasing", config.increasing, "Powers rise from left to right.");
  }
};

namespace ops {

/// Of a vector: a square matrix with it on a diagonal; of a matrix: that diagonal.
Tensor diag(const Operand& x, const DiagOptions& options = {});
/// A square matrix with the flattened x on a diagonal.
Tensor diagflat(const Operand& x, const DiagOptions& options = {});
/// The diagonals of the planes of two axes, along a new last axis.
Tensor diagonal(const Operand& x, const DiagonalOptions& options = {});
/// The sums of those; small integers are summed in their wider type.
Tensor trace(const Operand& x, const DiagonalOptions& options = {});
/// x where it is not above (tril) or not below (triu) a diagonal of the last two axes, else 0.
Tensor tril(const Operand& x, const DiagOptions& options = {});
Tensor triu(const Operand& x, const DiagOptions& options = {});
/// N rows of ones on a diagonal (eye), or on and below it (tri), else zeros.
Tensor eye(int64_t N, const EyeOptions& options = {});
Tensor tri(int64_t N, const EyeOptions& options = {});
Tensor identity(int64_t n, const std::optional<DType>& dtype = {});
/// The powers of a vector's elements, one column each, falling unless said.
Tensor vander(const Operand& x, const VanderOptions& options = {});

}  // namespace ops

}  // namespace cornu
