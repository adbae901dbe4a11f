#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/regularizers/regularizers.h"

namespace cornu {

namespace {

/// Rows, or columns, of length 1; vectors as short as zero stay zero.
Tensor normalized(const Tensor& x, int64_t axis) {
  const Tensor squares = ops::sum(ops::square(x), {.axis = axis, .keepdims = true});
  return x * ops::rsqrt(ops::maximum(squares, 1e-12));
}

class OrthogonalRegularizer final
    : public RegularizerWith<regularizers::OrthogonalRegularizerOptions> {
 public:
  using Configured::Configured;
  Tensor call(const Tensor& x) const override {
    if (x.ndim() != 2)
      fail<ShapeError>("OrthogonalRegularizer: the weight must be a matrix, not ", x.spec(), ".");
    const bool rows = config().mode == regularizers::OrthogonalMode::rows;
    const Tensor vectors = normalized(x, rows ? 1 : 0), turned = ops::transpose(vectors);
    const Tensor products = rows ? ops::matmul(vectors, turned) : ops::matmul(turned, vectors);
    const int64_t count = x.shape()[rows ? 0 : 1];
    const Tensor diagonal = ops::one_hot(ops::arange(count), {.num_classes = count});
    const Tensor others = products * (1.0 - ops::cast(diagonal, x.dtype()));
    const double pairs = static_cast<double>(count) * static_cast<double>(count - 1) / 2;
    return ops::sum(ops::abs(others)) * (config().factor * 0.5 / pairs);
  }
};

}  // namespace

constinit const ClassDef orthogonal_regularizer_regularizer = class_def<OrthogonalRegularizer>(
    "OrthogonalRegularizer", "How far rows or columns are from being orthogonal.");

Regularizer regularizers::OrthogonalRegularizer(const OrthogonalRegularizerOptions& options) {
  return std::make_shared<cornu::OrthogonalRegularizer>(options);
}

}  // namespace cornu
