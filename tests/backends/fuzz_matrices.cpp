#include <algorithm>

#include "framework/ops/linalg_def.h"
#include "framework/ops/ops.h"
#include "tests/backends/fuzz.h"

namespace cornu::fuzz {

namespace {

int64_t matrix_size(Dice& dice) { return dice(0, 9) ? dice(1, 9) : dice(20, 50); }

/// A batch of squares. `regular`: far from singular.
Tensor square(Dice& dice, DType dtype, bool regular) {
  const int64_t n = matrix_size(dice);
  const Tensor x = numbers(dice, random_shape(dice, 0, 2, 3) + Shape{n, n}, dtype);
  return regular ? x + identity(n, x) * (n > 9 ? 9.0 : 3.0) : x;
}

Tensor rectangle(Dice& dice, DType dtype) {
  return numbers(dice, random_shape(dice, 0, 2, 3) + Shape{matrix_size(dice), matrix_size(dice)},
                 dtype);
}

double size_of_sums(const Tensor& x) { return count(x.shape()[-1] * x.shape()[-1]) * 16; }

Sample regular_square(Dice& dice, DType dtype) {
  const Tensor x = square(dice, dtype, true);
  return {.in = {x}, .terms = size_of_sums(x), .most = 8};
}

Sample cholesky(Dice& dice, DType dtype) {
  const Tensor x = square(dice, dtype, false);
  return {.in = {product(x, x, false, true) + identity(x.shape()[-1], x)},
          .attrs = LinalgAttrs{},
          .terms = size_of_sums(x),
          .most = 8};
}

Sample system(Dice& dice, DType dtype) {
  const Tensor a = square(dice, dtype, true);
  const Shape batch = a.shape().sub(0, a.ndim() - 2);
  return {.in = {a, numbers(dice, broadcastable(dice, batch) + Shape{a.shape()[-1], dice(1, 9)},
                            dtype)},
          .attrs = LinalgAttrs{.lower = dice.coin(), .transposed = dice.coin()},
          .terms = size_of_sums(a) * 4,
          .most = 8};
}

Sample qr(Dice& dice, DType dtype) {
  return {.in = {rectangle(dice, dtype)},
          .attrs = LinalgAttrs{.full = dice.coin()},
          .terms = 2000,
          .most = 8};
}

Sample pinv(Dice& dice, DType dtype) {
  return {.in = {rectangle(dice, dtype)},
          .attrs = LinalgAttrs{.rcond = 0.05},
          .terms = 2000,
          .most = 8};
}

Sample singular_values(Dice& dice, DType dtype) {
  return {.in = {rectangle(dice, dtype)}, .terms = 2000};
}

Tensor scaled(const Tensor& u, const Tensor& s) { return u * per_column(s); }

/// Signs and phases of vectors are not unique; products that they cancel in are.
Sample svd(Dice& dice, DType dtype) {
  return {.in = {rectangle(dice, dtype)},
          .attrs = LinalgAttrs{.full = dice.coin()},
          .terms = 2000,
          .unique = [](const Tensors& in, const Tensors& out) -> Tensors {
            const int64_t rows = in[0].shape()[-2], columns = in[0].shape()[-1],
                          inner = std::min(rows, columns);
            const Tensor u = corner(out[0], rows, inner), vh = corner(out[2], inner, columns);
            return {ops::matmul(scaled(u, out[1]), vh), out[1],
                    product(out[0], out[0], true, false), product(out[2], out[2], false, true)};
          }};
}

Sample eigh(Dice& dice, DType dtype) {
  return {.in = {square(dice, dtype, false)},
          .terms = 40'000,
          .unique = [](const Tensors&, const Tensors& out) -> Tensors {
            return {product(scaled(out[1], out[0]), out[1], false, true), out[0],
                    product(out[1], out[1], true, false)};
          }};
}

/// Neither is the order of eigenvalues: their sums, the vectors' lengths, and what is left of
/// x v - v w beside ones.
Sample eig(Dice& dice, DType dtype) {
  return {.in = {square(dice, dtype, false)},
          .terms = 40'000,
          .unique = [](const Tensors& in, const Tensors& out) -> Tensors {
            const Tensor &x = in[0], &wr = out[0], &wi = out[1], &vr = out[2], &vi = out[3];
            return {1 + ops::matmul(x, vr) - scaled(vr, wr) + scaled(vi, wi),
                    1 + ops::matmul(x, vi) - scaled(vr, wi) - scaled(vi, wr),
                    ops::sum(vr * vr + vi * vi, {.axis = -2}),
                    1 + ops::abs(ops::sum(wr, {.axis = -1})), 1 + ops::sum(wi, {.axis = -1})};
          }};
}

}  // namespace

std::vector<Generator> matrix_calls() {
  return {{"cholesky", cholesky},
          {"det", regular_square},
          {"eig", eig, 100},
          {"eigh", eigh, 100},
          {"lu_factor", regular_square},
          {"pinv", pinv},
          {"qr", qr, 100},
          {"singular_values", singular_values, 100},
          {"slogdet", regular_square},
          {"solve", system, 100},
          {"solve_triangular", system, 100},
          {"svd", svd, 100}};
}

}  // namespace cornu::fuzz
