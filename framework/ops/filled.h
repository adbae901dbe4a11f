#pragma once

#include <optional>

#include "framework/base/field_containers.h"
#include "framework/ops/creation.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct LikeOptions {
  std::optional<DType> dtype = {};
  static void fields(auto& field, auto& config) {
    field("dtype", config.dtype, "The element type; null: x's.");
  }
};

struct ConvertOptions {
  std::optional<DType> dtype = {};
  std::optional<bool> sparse = {};
  std::optional<bool> ragged = {};
  static void fields(auto& field, auto& config) {
    field("dtype", config.dtype, "The element type; null: x's.");
    field("sparse", config.sparse, "true is refused: all tensors are dense.");
    field("ragged", config.ragged, "true is refused: all tensors are dense.");
  }
};

/// How keras.ops makes tensors: of numbers or of tensors, in any dtype.
namespace ops {

using cornu::full;
using cornu::ones;
using cornu::zeros;

/// Elements of no value that is promised: zeros.
Tensor empty(const Shape& shape, DType dtype = DType::f32);
/// Of x's shape and on its device.
Tensor empty_like(const Operand& x, const LikeOptions& options = {});
Tensor zeros_like(const Operand& x, const LikeOptions& options = {});
Tensor ones_like(const Operand& x, const LikeOptions& options = {});
Tensor full_like(const Operand& x, const Operand& fill_value, const LikeOptions& options = {});

/// x, or x in another element type. `constant` makes tensors of braces and vectors.
Tensor array(const Operand& x, const LikeOptions& options = {});
Tensor convert_to_tensor(const Operand& x, const ConvertOptions& options = {});

/// What is known of x without its elements: unknown sizes of a graph's value are `unknown`.
inline Shape shape(const Operand& x) { return x.tensor().shape(); }
inline int64_t ndim(const Operand& x) { return x.tensor().ndim(); }
inline DType dtype(const Operand& x) { return x.tensor().dtype(); }
/// The number of elements; ShapeError where a size is not known.
int64_t size(const Operand& x);

}  // namespace ops

}  // namespace cornu
