#pragma once

#include "framework/ir/op_def.h"
#include "framework/ops/reduce.h"

/// What the reductions' definitions share.
namespace cornu {

std::vector<Spec> infer_reduce(const InferArgs& args);

/// infer_reduce of what has no value for no elements: a ValueError where an axis to reduce is
/// empty.
std::vector<Spec> infer_extremum(const InferArgs& args);
/// max and min: `def` over axes, which meets `initial` where that is given.
Tensor extremum(const OpDef& def, const Tensor& x, const ExtremumOptions& options,
                Tensor (*meet)(const Operand&, const Operand&));
/// The gradient of max and min: what was largest gets it; ties share it evenly.
Tensors extremum_vjp(const VjpArgs& args);

/// What sums and products of `dtype` are made in: bool and narrow integers become 32 bits wide.
DType accumulation_dtype(DType dtype);

/// A reduced tensor with its reduced axes put back at size 1.
Tensor keep_reduced_axes(const Tensor& y, const Shape& x, const ReduceOptions& options);

}  // namespace cornu
