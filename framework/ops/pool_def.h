#pragma once

#include "framework/ir/op_def.h"
#include "framework/ops/pool.h"

/// What the pooling definitions share.
namespace cornu {

/// The shape of y for an x, unknown sizes included; ShapeError where a window does not fit.
Shape pooled_shape(std::string_view op, const Spec& x, const PoolAttrs& attrs);
/// The shape of dx for a dy.
Shape unpooled_shape(const Spec& dy, const PoolAttrs& attrs);
/// Which element of its window was the largest, counted row by row.
DType window_index_dtype(const PoolAttrs& attrs);
/// The attributes of a gradient with respect to x.
PoolAttrs with_sizes(PoolAttrs attrs, const Shape& x);
/// Attributes of a public call.
PoolAttrs pool_attrs(std::string_view op, const Tensor& x, const PoolOptions& options);

}  // namespace cornu
