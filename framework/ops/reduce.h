#pragma once

#include <optional>

#include "framework/base/field_containers.h"
#include "framework/ops/axes.h"
#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct ReduceOptions {
  Axes axis = {};
  bool keepdims = false;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axes to reduce; null: all.");
    field("keepdims", config.keepdims, "Keeps reduced axes with size 1.");
  }
};

struct ExtremumOptions {
  Axes axis = {};
  bool keepdims = false;
  std::optional<double> initial = {};
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axes to reduce; null: all.");
    field("keepdims", config.keepdims, "Keeps reduced axes with size 1.");
    field("initial", config.initial, "A value that takes part too; null: none.");
  }
};

struct ProdOptions {
  Axes axis = {};
  bool keepdims = false;
  std::optional<DType> dtype = {};
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axes to reduce; null: all.");
    field("keepdims", config.keepdims, "Keeps reduced axes with size 1.");
    field("dtype", config.dtype, "The element type of the product; null: x's, at least 32 bits.");
  }
};

/// The shape left when `axes` are reduced.
Shape reduced_shape(std::string_view op, const Shape& shape, const ReduceOptions& options);

namespace ops {

Tensor sum(const Operand& x, const ReduceOptions& options = {});
Tensor mean(const Operand& x, const ReduceOptions& options = {});
/// The largest element; a ValueError where there is none.
Tensor max(const Operand& x, const ExtremumOptions& options = {});
Tensor min(const Operand& x, const ExtremumOptions& options = {});
/// max and min under NumPy's other names.
Tensor amax(const Operand& x, const ReduceOptions& options = {});
Tensor amin(const Operand& x, const ReduceOptions& options = {});
Tensor prod(const Operand& x, const ProdOptions& options = {});
/// Whether any (all) elements are true, that is not 0.
Tensor any(const Operand& x, const ReduceOptions& options = {});
Tensor all(const Operand& x, const ReduceOptions& options = {});

}  // namespace ops

/// x summed over the axes along which `shape` was broadcast to x's; the engine's undoing.
Tensor sum_to_shape(const Tensor& x, const Shape& shape);

}  // namespace cornu
