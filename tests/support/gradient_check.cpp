#include "tests/support/gradient_check.h"

#include <algorithm>
#include <cmath>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

Tensor scalar_of(const TensorFunction& f, const Tensors& x) {
  const Tensor y = f(x);
  return ops::sum(y * arbitrary(y.shape(), y.dtype(), 7));
}

Tensors gradients_of(const TensorFunction& f, const Tensors& x) {
  GradientTape tape;
  for (const Tensor& tensor : x) tape.watch(tensor);
  Tensors gradients = tape.gradient(scalar_of(f, x), x);
  for (size_t i = 0; i < x.size(); ++i)
    if (!gradients[i].defined()) gradients[i] = zeros_like(x[i]);
  return gradients;
}

Tensors directions(const Tensors& x) {
  Tensors v;
  for (size_t i = 0; i < x.size(); ++i)
    v.push_back(arbitrary(x[i].shape(), x[i].dtype(), 20 + static_cast<int>(i)));
  return v;
}

Tensors moved(const Tensors& x, const Tensors& v, double step) {
  Tensors out;
  for (size_t i = 0; i < x.size(); ++i) out.push_back(x[i] + v[i] * step);
  return out;
}

}  // namespace

Tensor arbitrary(const Shape& shape, DType dtype, int seed) {
  std::vector<double> values(static_cast<size_t>(shape.elements()));
  uint64_t state = 0x9E3779B97F4A7C15u * (static_cast<uint64_t>(seed) + 1);
  for (double& value : values) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    value = static_cast<double>(state >> 40) / static_cast<double>(1 << 23) - 1.0;
  }
  return ops::cast(ops::reshape(constant(values), {.newshape = shape}), dtype);
}

double largest_difference(const Tensor& a, const Tensor& b) {
  const auto x = a.to_vector<double>(), y = b.to_vector<double>();
  double largest = a.shape() == b.shape() ? 0 : INFINITY;
  for (size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    const double difference = std::abs(x[i] - y[i]);
    if (!(difference <= largest)) largest = difference;  // NaN too
  }
  return largest;
}

double gradient_error(const TensorFunction& f, const Tensors& x, double step) {
  const Tensors v = directions(x), gradients = gradients_of(f, x);
  double exact = 0;
  for (size_t i = 0; i < x.size(); ++i) exact += ops::sum(gradients[i] * v[i]).item<double>();
  const double up = scalar_of(f, moved(x, v, step)).item<double>(),
               down = scalar_of(f, moved(x, v, -step)).item<double>();
  return std::abs(exact - (up - down) / (2 * step)) / std::max(1.0, std::abs(exact));
}

double hessian_error(const TensorFunction& f, const Tensors& x, double step) {
  const Tensors v = directions(x);
  GradientTape outer;
  for (const Tensor& tensor : x) outer.watch(tensor);
  const Tensors gradients = gradients_of(f, x);
  Tensor along = ops::sum(gradients[0] * v[0]);
  for (size_t i = 1; i < x.size(); ++i) along = along + ops::sum(gradients[i] * v[i]);
  const Tensors product = outer.gradient(along, x);
  const Tensors up = gradients_of(f, moved(x, v, step)), down = gradients_of(f, moved(x, v, -step));
  double largest = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const Tensor numeric = (up[i] - down[i]) / (2 * step);
    const Tensor exact = product[i].defined() ? product[i] : zeros_like(x[i]);
    const double scale = std::max(1.0, ops::sum(ops::abs(exact)).item<double>());
    largest = std::max(largest, largest_difference(exact, numeric) / scale);
  }
  return largest;
}

}  // namespace cornu
