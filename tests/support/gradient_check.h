#pragma once

#include <functional>

#include "framework/tensor/tensor.h"

namespace cornu {

/// Values without structure, in (-1, 1): the same for the same shape and seed.
Tensor arbitrary(const Shape& shape, DType dtype = DType::f64, int seed = 0);

/// The largest absolute difference of two tensors of one shape.
double largest_difference(const Tensor& a, const Tensor& b);

using TensorFunction = std::function<Tensor(const Tensors&)>;

/// How far the gradient of sum(weights · f(x)) along an arbitrary direction is from central
/// differences of step `step`, relative to its size (at least 1).
double gradient_error(const TensorFunction& f, const Tensors& x, double step = 1e-5);

/// The same of the second order: the product of the Hessian with an arbitrary direction, against
/// differences of the gradient.
double hessian_error(const TensorFunction& f, const Tensors& x, double step = 1e-5);

}  // namespace cornu
