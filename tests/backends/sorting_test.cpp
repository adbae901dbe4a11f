#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "framework/base/team.h"
#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

void expect_same(const OpDef& def, const Tensors& in, const Attrs& attrs) {
  EXPECT_EQ(why_declined("simd", def, in, attrs), "") << def.name;
  EXPECT_EQ(kernel_error("simd", def, in, attrs, 1), 0)
      << def.name << " of " << in[0].spec().text() << ", " << attrs.text();
}

/// Numbers of all magnitudes and both signs, infinities, zeros and NaN.
std::vector<double> wild(size_t count) {
  std::vector<double> x;
  for (size_t i = 0; i < count; ++i)
    x.push_back(std::sin(static_cast<double>(i * i)) * std::exp2(static_cast<double>(i % 60) - 30));
  x[3] = INFINITY, x[5] = -INFINITY, x[7] = x[8] = -NAN, x[9] = NAN, x[11] = -0.0, x[12] = 0.0;
  return x;
}

TEST(SimdSort, OrdersSpecialNumbersOfEveryWidth) {
  for (const size_t count : {13U, 100U, 3000U, 300'000U}) {
    for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
      const Tensor x = ops::cast(constant(wild(count)), dtype);
      const auto values = x.to_vector<double>();
      std::vector<int> order(count);
      std::iota(order.begin(), order.end(), 0);
      std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        const double p = values[static_cast<size_t>(a)], q = values[static_cast<size_t>(b)];
        return p < q || (!std::isnan(p) && std::isnan(q));
      });
      EXPECT_EQ(ops::argsort(x).to_vector<int>(), order) << count << concat(dtype);
      const auto sorted = ops::sort(x).to_vector<double>();
      for (size_t i = 0; i < count; ++i) {
        const double expected = values[static_cast<size_t>(order[i])];
        EXPECT_TRUE(sorted[i] == expected || (std::isnan(sorted[i]) && std::isnan(expected))) << i;
      }
    }
  }
}

TEST(SimdSort, WideIntegersKeepAllDigits) {
  std::vector<int64_t> x;
  for (uint64_t i = 0; i < 5000; ++i)
    x.push_back(static_cast<int64_t>(i * i * 0x9E3779B97F4A7C15u));
  auto sorted = x;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(ops::sort(constant(x)).to_vector<int64_t>(), sorted);
  EXPECT_EQ(ops::take(constant(x), ops::argsort(constant(x))).to_vector<int64_t>(), sorted);
  std::vector<uint64_t> y(x.begin(), x.end()), ordered = y;
  std::sort(ordered.begin(), ordered.end());
  EXPECT_EQ(ops::sort(constant(y)).to_vector<uint64_t>(), ordered);
}

TEST(SimdSort, HasTheSameBitsOnAnyNumberOfThreads) {
  const Tensor x = ops::cast(constant(wild(500'000)), DType::f32);
  const int before = num_threads();
  std::vector<std::vector<int>> results;
  for (const int threads : {1, 2}) {
    set_num_threads(threads);
    results.push_back(ops::argsort(ops::reshape(x, {{1, -1}})).to_vector<int>());
  }
  set_num_threads(before);
  EXPECT_EQ(results[0], results[1]);
}

/// NaN, which compare unequal to themselves, become large numbers.
Tensor numbers_of(std::vector<double> x, DType dtype) {
  for (double& value : x)
    if (std::isnan(value)) value = 60000;
  return ops::cast(constant(x), dtype);
}

TEST(SimdTopK, LongRowsOfWildNumbers) {
  for (const int64_t k : {1, 31, 33, 200, 2000})
    for (const DType dtype : {DType::f16, DType::f32, DType::f64})
      expect_same(top_k_def, {numbers_of(wild(4000), dtype)}, TopKOptions{k});
}

/// Indices of any integer type, negative ones where it has them.
Tensor random_indices(Dice& dice, const Shape& shape, int64_t lowest, int64_t highest) {
  const auto dtype =
      static_cast<DType>(dice(static_cast<int64_t>(DType::u8), static_cast<int64_t>(DType::i64)));
  std::vector<int64_t> values(static_cast<size_t>(shape.elements()));
  for (int64_t& value : values) value = dice(is_signed_integer(dtype) ? lowest : 0, highest);
  return ops::cast(from_buffer(values.data(), shape, DType::i64), dtype);
}

/// Large enough for several threads, which own ranges of the result.
TEST(SimdScatter, IsTheSameInParts) {
  const int64_t count = 300'000;
  Dice dice(9);
  const Tensor x = small_numbers({count}, DType::f32),
               at = random_indices(dice, {count}, -200, 199);
  const Tensor ids = ops::mod(ops::cast(at, DType::i32), 100);
  expect_same(scatter_along_axis_def, {x, ids}, ScatterAddAttrs{0, 100});
  expect_same(scatter_add_def, {x, ids}, ScatterAddAttrs{0, 100});
  expect_same(segment_reduce_def, {x, ids}, SegmentAttrs{SegmentReduction::sum, 100});
}

TEST(Simd, RefusesIndicesOutOfRange) {
  const Tensor x = ones({2, 3});
  EXPECT_EQ(error_of([&] {
              ops::take_along_axis(x, constant({{0, 3}}), {.axis = 1});
            }),
            "ValueError: take_along_axis: index 3 is out of range for axis 1 of f32[2,3].");
  const Tensor far = ops::cast(constant(std::vector<uint64_t>{~uint64_t{0}}), DType::u64);
  EXPECT_EQ(error_of([&] { ops::take(x, far, {.axis = 0}); }),
            "ValueError: take: index -1 is out of range for axis 0 of f32[2,3].");
  EXPECT_EQ(error_of([&] {
              ops::segment_sum(ones({3}), constant({0, 5, 1}), {.num_segments = 3});
            }),
            "ValueError: segment_reduce: id 5 is out of range: there are 3 segments.");
}

}  // namespace
}  // namespace cornu
