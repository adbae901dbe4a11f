#include <cmath>
#include <vector>

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "layers/initializers/draw.h"
#include "layers/initializers/initializers.h"

namespace cornu {

namespace {

/// The columns of a tall [rows, columns] matrix, made orthonormal in place; row-major. Modified
/// Gram-Schmidt, twice: once loses orthogonality where columns are nearly parallel.
void orthonormalize(std::vector<double>& a, size_t rows, size_t columns) {
  const auto dot = [&](size_t p, size_t q) {
    double sum = 0;
    for (size_t r = 0; r < rows; ++r) sum += a[r * columns + p] * a[r * columns + q];
    return sum;
  };
  for (size_t c = 0; c < columns; ++c) {
    for (int pass = 0; pass < 2; ++pass) {
      for (size_t p = 0; p < c; ++p) {
        const double along = dot(p, c);
        for (size_t r = 0; r < rows; ++r) a[r * columns + c] -= along * a[r * columns + p];
      }
    }
    const double length = std::sqrt(dot(c, c));
    for (size_t r = 0; r < rows; ++r) a[r * columns + c] /= length;
  }
}

class Orthogonal final : public InitializerWith<initializers::OrthogonalOptions> {
 public:
  explicit Orthogonal(initializers::OrthogonalOptions options = {})
      : Configured(options), draw_(options.seed) {}

  /// The axes but the last are taken as one: [rows, columns].
  Tensor call(const Shape& shape, DType dtype) const override {
    if (shape.ndim() < 2)
      fail<ValueError>("Orthogonal: weights need at least two axes, not ", shape, ".");
    const auto columns = static_cast<size_t>(shape[-1]);
    const size_t rows = columns == 0 ? 0 : static_cast<size_t>(shape.elements()) / columns;
    const size_t tall = std::max(rows, columns), narrow = std::min(rows, columns);
    std::vector<double> basis =
        draw_.normal({static_cast<int64_t>(tall), static_cast<int64_t>(narrow)}, DType::f64, 0, 1)
            .to_vector<double>();
    orthonormalize(basis, tall, narrow);
    std::vector<double> values(rows * columns);
    for (size_t r = 0; r < rows; ++r)
      for (size_t c = 0; c < columns; ++c)
        values[r * columns + c] =
            config().gain * (rows >= columns ? basis[r * narrow + c] : basis[c * narrow + r]);
    return tensor_of_values(values, shape, dtype);
  }

 private:
  Draw draw_;
};

}  // namespace

constinit const ClassDef orthogonal_initializer =
    class_def<Orthogonal>("Orthogonal", "A matrix with orthonormal rows or columns.");

Initializer initializers::Orthogonal(const OrthogonalOptions& options) {
  return std::make_shared<cornu::Orthogonal>(options);
}

}  // namespace cornu
