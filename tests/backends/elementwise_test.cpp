#include "framework/ops/elementwise.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "framework/runtime/process.h"

namespace cornu {
namespace {

/// Numbers in a row's range, spread unevenly, in any dtype.
Tensor numbers(const Shape& shape, const ElementwiseRow& row, DType dtype, int salt) {
  std::vector<double> values(static_cast<size_t>(shape.elements()));
  for (size_t i = 0; i < values.size(); ++i) {
    const double at = std::fmod(static_cast<double>(i + 1) * 0.6180339887 + salt * 0.37, 1.0);
    values[i] = row.lowest + (row.highest - row.lowest) * at;
    if (!is_floating(dtype)) values[i] = std::round(values[i] * 3);
    if (is_unsigned_integer(dtype)) values[i] = std::fabs(values[i]);
  }
  return ops::cast(from_buffer(values.data(), shape, DType::f64), dtype);
}

Tensor run(const char* kernel, const OpDef& def, const Tensors& in) {
  const ForceKernel forced(kernel);
  return apply_one(def, in);
}

/// Units in the last place between a float and the true value.
double ulps(float got, double truth) {
  if (std::isnan(truth)) return std::isnan(got) ? 0 : 1e9;
  const float nearest = static_cast<float>(truth);
  if (got == nearest) return 0;
  // denormals may count as zero
  if (std::fabs(nearest) < std::numeric_limits<float>::min() && std::fabs(got) < 1.2e-38f) return 0;
  if (std::isinf(nearest) || std::isinf(got)) return 1e9;
  const float above = std::nextafter(nearest, std::numeric_limits<float>::infinity());
  const double spacing = static_cast<double>(above) - static_cast<double>(nearest);
  return std::fabs(static_cast<double>(got) - truth) / spacing;
}

TEST(SimdElementwise, PowersOfFloatsAreAccurate) {
  std::vector<float> a, b;
  for (const float x :
       {-3.f, -1.f, -0.5f, 0.f, 0.3f, 1.f, 1.7f, 200.f, std::numeric_limits<float>::infinity()})
    for (const float y : {-7.f, -2.f, -0.5f, 0.f, 0.25f, 0.5f, 1.f, 2.f, 3.f, 40.f,
                          -std::numeric_limits<float>::infinity()}) {
      for (int copies = 0; copies < 16; ++copies) {  // whole vectors of one case
        a.push_back(x);
        b.push_back(y);
      }
    }
  const auto y = run("simd", elementwise_def(row_power), {constant(a), constant(b)});
  const auto values = y.to_vector<float>();
  for (size_t i = 0; i < a.size(); ++i)
    EXPECT_LE(ulps(values[i], std::pow(static_cast<double>(a[i]), static_cast<double>(b[i]))), 1)
        << a[i] << " to the power of " << b[i];
}

TEST(SimdElementwise, MaximumAndReluKeepNaN) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Tensor a = constant({nan, 1.f, 2.f}), b = constant({1.f, nan, 3.f});
  for (const int row : {row_maximum, row_minimum}) {
    const auto y = run("simd", elementwise_def(row), {a, b}).to_vector<float>();
    EXPECT_TRUE(std::isnan(y[0]) && std::isnan(y[1]) && !std::isnan(y[2]));
  }
  EXPECT_TRUE(std::isnan(run("simd", elementwise_def(row_relu), {a}).to_vector<float>()[0]));
}

TEST(SimdElementwise, HasTheSameBitsAtAnyNumberOfThreads) {
  const Tensor x = numbers({200003}, *elementwise_def(row_tanh).elementwise, DType::f32, 3);
  const int before = num_threads();
  set_num_threads(1);
  const auto one = run("simd", elementwise_def(row_tanh), {x}).to_vector<float>();
  set_num_threads(2);
  const auto two = run("simd", elementwise_def(row_tanh), {x}).to_vector<float>();
  set_num_threads(before);
  EXPECT_EQ(one, two);
}

}  // namespace
}  // namespace cornu
