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

TEST(Reduce, TakesLanesTogetherInDouble) {
  const Tensor x = constant({16777216.f, 1.f, 1.f});  // 2²⁴ + 1 is no float
  EXPECT_EQ(run("simd", "sum", x, {}).item<float>(), 16777218);
  EXPECT_EQ(run("simd", "mean", x * 3, {}).item<float>(), 16777218);
}

}  // namespace
}  // namespace cornu
