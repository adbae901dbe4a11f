#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <cmath>

#include "framework/base/team.h"
#include "framework/ops/def.h"
#include "framework/ops/float_limits.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

// What is not unique (signs and phases of vectors, bases of spaces) is judged by what it must do.

/// Of orthonormal columns; 0 is perfect.
double skewness(const Tensor& q) {
  if (q.size() == 0) return 0;
  return largest_difference(product(q, q, true, false),
                            zeros_like(product(q, q, true, false)) + identity(q.shape()[-1], q));
}

double unit(DType dtype) { return epsilon_of(dtype) * 40; }

Tensors run(const char* kernel, const OpDef& def, const Tensors& in, const Attrs& attrs = {}) {
  const ForceKernel forced(kernel);
  return apply(def, in, attrs);
}

Tensor scaled(const Tensor& u, const Tensor& s) { return u * per_column(s); }

void check_svd(const char* kernel, const Tensor& x, bool full) {
  const Tensors parts = run(kernel, svd_def, {x}, LinalgAttrs{.full = full});
  const int64_t rows = x.shape()[-2], columns = x.shape()[-1], inner = std::min(rows, columns);
  EXPECT_EQ(parts[0].shape()[-1], full ? rows : inner);
  EXPECT_EQ(parts[2].shape()[-2], full ? columns : inner);
  const Tensor u = corner(parts[0], rows, inner), vh = corner(parts[2], inner, columns);
  const double size = std::sqrt(static_cast<double>(rows + columns));
  EXPECT_LT(largest_difference(ops::matmul(scaled(u, parts[1]), vh), x), unit(x.dtype()) * size)
      << kernel << " " << x.spec().text();
  EXPECT_LT(skewness(parts[0]), unit(x.dtype())) << kernel << " " << x.spec().text();
  EXPECT_LT(skewness(transposed(parts[2])), unit(x.dtype())) << kernel << " " << x.spec().text();
  const Tensor s = run("reference", singular_values_def, {x})[0];
  EXPECT_LT(largest_difference(s, parts[1]), unit(x.dtype()) * size);
  EXPECT_LT(largest_difference(s, run(kernel, singular_values_def, {x})[0]),
            unit(x.dtype()) * size);
}

void check_eigh(const char* kernel, const Tensor& x) {
  const Tensors parts = run(kernel, eigh_def, {x});
  const Tensor lower = ops::tril(x);
  const Tensor whole = half_diagonal(lower) + transposed(half_diagonal(lower));
  const double limit = unit(x.dtype()) * static_cast<double>(x.shape()[-1]);
  EXPECT_LT(largest_difference(ops::matmul(whole, parts[1]), scaled(parts[1], parts[0])), limit);
  EXPECT_LT(skewness(parts[1]), unit(x.dtype())) << kernel << " " << x.spec().text();
  EXPECT_LT(largest_difference(parts[0], run("reference", eigh_def, {x})[0]), limit);
}

void check_eig(const char* kernel, const Tensor& x) {
  const Tensors parts = run(kernel, eig_def, {x});
  const Tensor &wr = parts[0], &wi = parts[1], &vr = parts[2], &vi = parts[3];
  const double limit = unit(x.dtype()) * static_cast<double>(x.shape()[-1]);
  EXPECT_LT(largest_difference(ops::matmul(x, vr), scaled(vr, wr) - scaled(vi, wi)), limit)
      << kernel << " " << x.spec().text();
  EXPECT_LT(largest_difference(ops::matmul(x, vi), scaled(vr, wi) + scaled(vi, wr)), limit);
  const Tensor lengths = ops::sum(vr * vr + vi * vi, {.axis = -2});
  EXPECT_LT(largest_difference(lengths, ones_like(lengths)), unit(x.dtype()));
  const Tensor trace = ops::sum(x * identity(x.shape()[-1], x), {.axis = {-1, -2}});
  EXPECT_LT(largest_difference(ops::sum(wr, {.axis = -1}), trace), limit);
  EXPECT_LT(largest_difference(ops::sum(wi, {.axis = -1}), zeros_like(trace)), limit);
}

/// Unique results against the reference's.
void check_alike(const char* kernel, const Tensor& x, const Tensor& b) {
  const int64_t n = x.shape()[-1];
  const Tensor good = x + identity(n, x) * 3.0;
  const auto check = [&](const OpDef& def, const Tensors& in, const Attrs& attrs, double terms) {
    EXPECT_LT(kernel_error(kernel, def, in, attrs, terms), 8)
        << kernel << " " << def.name << " of " << in[0].spec().text() << " " << attrs.text();
  };
  const double terms = static_cast<double>(n) * 9;
  check(cholesky_def, {product(x, x, false, true) + identity(n, x)}, LinalgAttrs{}, terms);
  check(det_def, {good}, {}, terms);
  check(slogdet_def, {good}, {}, terms);
  check(lu_factor_def, {good}, {}, terms);
  for (const bool lower : {false, true})
    for (const bool transposed : {false, true}) {
      const LinalgAttrs attrs{.lower = lower, .transposed = transposed};
      if (lower) check(solve_def, {good, b}, attrs, terms * 4);
      check(solve_triangular_def, {good, b}, attrs, terms * 4);
    }
}

void check_rectangle(const char* kernel, const Tensor& x) {
  for (const bool full : {false, true}) {
    EXPECT_LT(kernel_error(kernel, qr_def, {x}, LinalgAttrs{.full = full}, 200), 8)
        << kernel << " qr of " << x.spec().text();
    check_svd(kernel, x, full);
  }
  EXPECT_LT(kernel_error(kernel, pinv_def, {x}, LinalgAttrs{.rcond = 0.05}, 2000), 8)
      << kernel << " pinv of " << x.spec().text();
}

void check_all(int64_t smallest, int64_t largest, int times) {
  Dice dice(static_cast<uint64_t>(largest));
  for (int i = 0; i < times; ++i)
    for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
      const char* kernel = size_of(dtype) < 4 ? "converted" : "eigen";
      const Shape batch = random_shape(dice, 0, 2, 3);
      const int64_t n = dice(smallest, largest), columns = dice(1, 9),
                    rows = dice(smallest, largest);
      const Tensor square = arbitrary(batch + Shape{n, n}, dtype, i);
      const Shape b_batch = dice.coin() ? Shape{} : batch;
      if (size_of(dtype) >= 4) {
        check_alike(kernel, square, arbitrary(b_batch + Shape{n, columns}, dtype, i + 1));
        check_rectangle(kernel, arbitrary(batch + Shape{rows, n}, dtype, i + 2));
      }
      check_svd(kernel, arbitrary(batch + Shape{rows, n}, dtype, i + 2), dice.coin());
      check_eigh(kernel, square);
      check_eig(kernel, square);
    }
}

TEST(EigenLinalg, TheBaselinesCodeToo) {
  hwy::DisableTargets(HWY_AVX3_DL | HWY_AVX3 | HWY_AVX2);
  check_all(9, 19, 3);  // other sizes than above, whose kernels are cached
  hwy::DisableTargets(0);
}

TEST(EigenLinalg, SquaresOfPowersOfTwo) {
  for (const DType dtype : {DType::f32, DType::f64}) {
    const int64_t n = dtype == DType::f32 ? 128 : 64;
    const Tensor x = arbitrary({n, n}, dtype);
    check_alike("eigen", x + identity(n, x) * 9.0, arbitrary({n, 5}, dtype));
    check_eig("eigen", x);
    EXPECT_LT(kernel_error("eigen", qr_def, {x}, LinalgAttrs{}, 2000), 8);
  }
}

TEST(EigenLinalg, TakesWhatIsSpecial) {
  const Tensor zero = zeros({3, 3}), one = identity(3, zero);
  for (const char* kernel : {"eigen", "reference"}) {
    for (const Tensor& x : {zero, one, one * 2.0 - ones({3, 3}), ones({3, 3})}) {
      check_svd(kernel, x, true);
      check_eigh(kernel, x);
      check_eig(kernel, x);
    }
    check_eig(kernel, constant({{0.f, 1.f, 0.f}, {0.f, 0.f, 1.f}, {1.f, 0.f, 0.f}}));
    check_svd(kernel, zeros({2, 5}), true);
    EXPECT_EQ(run(kernel, det_def, {ones({2, 2})})[0].item<float>(), 0);
    EXPECT_EQ(run(kernel, slogdet_def, {ones({2, 2})})[0].item<float>(), 0);
    EXPECT_EQ(run(kernel, slogdet_def, {ones({2, 2})})[1].item<float>(), -INFINITY);
    EXPECT_EQ(
        largest_difference(run(kernel, pinv_def, {zero}, LinalgAttrs{.rcond = 1e-6})[0], zero), 0);
  }
}

TEST(EigenLinalg, NaNGivesNaNAndEnds) {
  const Tensor x = constant({{1.f, 2.f, 3.f}, {2.f, std::nanf(""), 1.f}, {3.f, 1.f, 2.f}});
  for (const OpDef* def : {&eigh_def, &eig_def, &singular_values_def})
    EXPECT_TRUE(std::isnan(run("eigen", *def, {x})[0].to_vector<float>()[0])) << def->name;
  for (const OpDef* def : {&svd_def, &pinv_def})
    EXPECT_TRUE(std::isnan(run("eigen", *def, {x}, LinalgAttrs{})[0].to_vector<float>()[0]));
}

TEST(EigenLinalg, AnyNumberOfThreadsGivesTheSameBits) {
  const Tensor x = arbitrary({40, 24, 24}, DType::f32);
  const auto bits = [&] { return run("eigen", svd_def, {x}, LinalgAttrs{})[0].to_vector<float>(); };
  const auto expected = bits();
  const int before = num_threads();
  for (const int threads : {1, 2, 3}) {
    set_num_threads(threads);
    EXPECT_EQ(bits(), expected) << threads;
  }
  set_num_threads(before);
}

}  // namespace
}  // namespace cornu
