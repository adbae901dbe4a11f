#include "framework/ops/reduce.h"

#include <gtest/gtest.h>

#include <cmath>

#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "framework/runtime/process.h"

namespace cornu {
namespace {

Tensor numbers(const Shape& shape, DType dtype) {
  std::vector<float> values(static_cast<size_t>(shape.elements()));
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(i * 7919 % 31) / (is_floating(dtype) ? 8.f : 1.f) - 1.f;
  const Tensor x = from_buffer(values.data(), shape, DType::f32);
  return ops::cast(is_unsigned_integer(dtype) ? ops::abs(x) : x, dtype);
}

Tensor run(const char* kernel, const char* op, const Tensor& x, const ReduceOptions& options) {
  const ForceKernel forced(kernel);
  return apply_one(*find_op(op), {x}, options);
}

struct Case {
  Shape shape;
  Axes axes;
};

std::vector<Case> cases() {
  return {{{7}, 0},
          {{5, 13}, 1},
          {{13, 5}, 0},
          {{300, 700}, {}},
          {{3000, 70}, 0},
          {{2, 90000}, 0},
          {{200001}, 0},
          {{3, 4, 5}, 1},
          {{3, 4, 5, 6}, {0, 2}},
          {{3, 4, 5, 6}, {1, 3}},
          {{2, 3, 1, 5}, {0, 1, 2}},
          {{1, 1}, 0},
          {{}, {}},
          {{4, 0}, 1},
          {{0, 4}, 1},
          {{6, 33}, Axes(std::vector<int64_t>{})}};
}

TEST(SimdReduce, AgreesWithTheReference) {
  for (const char* op : {"sum", "mean", "max", "min", "prod", "any", "all"}) {
    const OpDef* def = find_op(op);
    if (!def) continue;
    for (const DType dtype :
         {DType::boolean, DType::u8, DType::i16, DType::i32, DType::u32, DType::u64, DType::i64,
          DType::f16, DType::bf16, DType::f32, DType::f64}) {
      if (!(def->inputs[0].types & bit(dtype))) continue;
      for (const Case& c : cases()) {
        const Tensor x = numbers(c.shape, dtype);
        const ReduceOptions options{.axis = c.axes};
        const Shape shape = reduced_shape(op, c.shape, options);
        const bool empty = x.size() == 0 && shape.elements() > 0;
        if (empty && (std::string_view(op) == "max" || std::string_view(op) == "min")) continue;
        SCOPED_TRACE(concat(op, " ", x.spec()));
        const Tensor got = run("simd", op, x, options), expected = run("reference", op, x, options);
        ASSERT_EQ(got.spec(), expected.spec());
        const auto a = got.to_vector<double>(), b = expected.to_vector<double>();
        const double terms =
            static_cast<double>(x.size()) / std::max<double>(1, static_cast<double>(got.size()));
        const double eps = dtype == DType::f64    ? 1e-15
                           : dtype == DType::f16  ? 1e-3
                           : dtype == DType::bf16 ? 8e-3
                                                  : 6e-8;
        for (size_t i = 0; i < a.size(); ++i) {
          if (std::isnan(b[i]) || std::isinf(b[i]) || !is_floating(dtype)) {
            ASSERT_TRUE(a[i] == b[i] || std::isnan(b[i]) == std::isnan(a[i])) << i;
            continue;
          }
          ASSERT_NEAR(a[i], b[i], eps * (std::fabs(b[i]) + std::sqrt(terms) * 4)) << i;
        }
      }
    }
  }
}

TEST(SimdReduce, HasTheSameBitsAtAnyNumberOfThreads) {
  const int before = num_threads();
  for (const Case& c : cases()) {
    const Tensor x = numbers(c.shape, DType::f32);
    set_num_threads(1);
    const auto one = run("simd", "sum", x, {.axis = c.axes}).to_vector<float>();
    set_num_threads(3);
    EXPECT_EQ(one, run("simd", "sum", x, {.axis = c.axes}).to_vector<float>()) << x.spec().text();
  }
  set_num_threads(before);
}

TEST(SimdCast, AgreesWithTheReference) {
  const DType types[] = {DType::boolean, DType::u8,  DType::u16, DType::u32, DType::u64,
                         DType::i8,      DType::i16, DType::i32, DType::i64, DType::f16,
                         DType::bf16,    DType::f32, DType::f64};
  for (const DType from : types)
    for (const DType to : types) {
      // -1 is no value of unsigned types
      const Tensor x = ops::abs(numbers({1500}, DType::f32)), in = ops::cast(x, from);
      Tensor got, expected;
      {
        const ForceKernel forced("simd");
        got = apply_one(*find_op("cast"), {in}, CastOptions{to});
      }
      {
        const ForceKernel forced("reference");
        expected = apply_one(*find_op("cast"), {in}, CastOptions{to});
      }
      EXPECT_EQ(got.to_vector<double>(), expected.to_vector<double>()) << concat(from, " to ", to);
    }
}

TEST(SimdBroadcastTo, AgreesWithTheReference) {
  const std::vector<std::pair<Shape, Shape>> pairs = {
      {{}, {3, 50000}}, {{5}, {4, 5}}, {{4, 1}, {4, 700}}, {{3, 1, 2}, {2, 3, 4, 2}}, {{1}, {0}}};
  for (const auto& [from, to] : pairs)
    for (const DType dtype : {DType::boolean, DType::bf16, DType::f32, DType::i64}) {
      const Tensor x = numbers(from, dtype);
      Tensor got, expected;
      {
        const ForceKernel forced("simd");
        got = ops::broadcast_to(x, {.shape = to});
      }
      {
        const ForceKernel forced("reference");
        expected = ops::broadcast_to(x, {.shape = to});
      }
      EXPECT_EQ(got.to_vector<double>(), expected.to_vector<double>());
    }
}

TEST(Reduce, TakesLanesTogetherInDouble) {
  const Tensor x = constant({16777216.f, 1.f, 1.f});  // 2²⁴ + 1 is no float
  EXPECT_EQ(run("simd", "sum", x, {}).item<float>(), 16777218);
  EXPECT_EQ(run("simd", "mean", x * 3, {}).item<float>(), 16777218);
}

}  // namespace
}  // namespace cornu
