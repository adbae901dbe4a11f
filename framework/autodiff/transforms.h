#pragma once

#include <functional>
#include <utility>

#include "framework/autodiff/tape.h"

/// Derivatives of functions of tensors. All of them may be nested, traced, and used under a tape.
namespace cornu {

/// Of one tensor, or of several.
using TensorMap = std::function<Tensor(const Tensor&)>;
using TensorsMap = std::function<Tensor(const Tensors&)>;

/// f(x) and the gradient of its sum.
std::pair<Tensor, Tensor> value_and_grad(const TensorMap& f, const Tensor& x);
std::pair<Tensor, Tensors> value_and_grad(const TensorsMap& f, const Tensors& x);

/// f(x), and what takes a weight for each of its elements to the gradient of their weighted sum.
std::pair<Tensor, TensorMap> vjp(const TensorMap& f, const Tensor& x);

/// f(x), and its derivative along `tangent`, which has x's shape.
std::pair<Tensor, Tensor> jvp(const TensorMap& f, const Tensor& x, const Tensor& tangent);
std::pair<Tensor, Tensor> jvp(const TensorsMap& f, const Tensors& x, const Tensors& tangents);

/// The derivatives of each element of f(x) by each of x: f(x)'s shape, then x's.
Tensor jacobian(const TensorMap& f, const Tensor& x);
/// The same of a function that takes each sample by itself: [batch, f(x), x].
Tensor batch_jacobian(const TensorMap& f, const Tensor& x);
/// The second derivatives of f(x)'s sum: x's shape twice.
Tensor hessian(const TensorMap& f, const Tensor& x);
/// That matrix times a direction of x's shape, without making it.
Tensor hvp(const TensorMap& f, const Tensor& x, const Tensor& direction);
Tensors hvp(const TensorsMap& f, const Tensors& x, const Tensors& directions);

/// Derivatives along given directions of what is computed while it lives: forward mode.
class ForwardAccumulator {
 public:
  /// A tangent for each primal, of its shape; ShapeError or ValueError otherwise.
  ForwardAccumulator(const Source& primal, const Tensor& tangent);
  ForwardAccumulator(const std::vector<Source>& primals, const Tensors& tangents);

  /// The derivative of `target`; zeros where it does not depend on the primals.
  Tensor jvp(const Tensor& target);

 private:
  GradientTape tape_;
  std::vector<Source> primals_;
  Tensors tangents_;
};

}  // namespace cornu
