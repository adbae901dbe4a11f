#pragma once

#include "framework/ops/take.h"

namespace cornu {

namespace ops {

/// One element for each index: along `axis` y[… i …] = x[… indices[… i …] …], other axes alike; x
/// and indices are broadcast along those. Without an axis x is flattened and the indices are 1-D.
/// Negative indices count from the end; one out of range is a ValueError.
Tensor take_along_axis(const Operand& x, const Operand& indices, const TakeOptions& options = {});

/// The gradient of take_along_axis: zeros, of `size` along `axis`, with each of `updates` added at
/// its index.
Tensor scatter_along_axis(const Tensor& updates, const Tensor& indices,
                          const ScatterAddAttrs& attrs);

}  // namespace ops

/// ShapeError where two shapes differ in another axis than this one.
void check_same_but_axis(std::string_view op, std::string_view name, const Spec& x,
                         const Spec& indices, int64_t axis);

}  // namespace cornu
