#include "framework/ops/pool.h"

#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

Tensor image(const std::vector<float>& values, const Shape& shape) {
  return ops::reshape(constant(values), {.newshape = shape});
}

TEST(MaxPool, TakesTheLargestOfEachWindow) {
  const Tensor x = image({1, 2, 5, 3, 0, 4, 8, 7, 6}, {1, 3, 3, 1});
  EXPECT_EQ(ops::max_pool(x, {.strides = 1}).to_vector<float>(), (std::vector<float>{3, 5, 8, 7}));
  EXPECT_EQ(ops::max_pool(x, {.padding = "same"}).to_vector<float>(),
            (std::vector<float>{3, 5, 8, 6}));
  const Tensor below = image({-3, -1, -2}, {1, 3, 1});
  EXPECT_EQ(ops::max_pool(below, {.padding = "same"}).to_vector<float>(),
            (std::vector<float>{-1, -2}));  // padding is not zero
}

TEST(MaxPool, SendsTheGradientToTheFirstLargest) {
  const Tensor x = image({1, 1, 0, 1}, {1, 2, 2, 1});
  GradientTape tape;
  tape.watch(x);
  const Tensor y = ops::max_pool(x);
  EXPECT_EQ(tape.gradient(y, x).to_vector<float>(), (std::vector<float>{1, 0, 0, 0}));
}

TEST(AveragePool, DividesByTheRealElements) {
  const Tensor x = image({1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 3, 3, 1});
  EXPECT_EQ(ops::average_pool(x, {.padding = "same"}).to_vector<float>(),
            (std::vector<float>{3, 4.5, 7.5, 9}));
  EXPECT_EQ(ops::average_pool(x).to_vector<float>(), (std::vector<float>{3}));
}

struct Case {
  Shape shape;
  PoolOptions options;
};

std::vector<Case> cases() {
  return {{{2, 6, 6, 3}, {}},
          {{1, 7, 5, 19}, {.pool_size = {3, 2}, .strides = Sizes({2, 1}), .padding = "same"}},
          {{2, 9, 40}, {.pool_size = 3, .strides = 2, .padding = "same"}},
          {{1, 4, 5, 6, 2}, {.pool_size = 2, .strides = Sizes({1, 2, 3})}},
          {{1, 5, 5, 33}, {.pool_size = 3, .strides = 1}},
          {{0, 4, 4, 2}, {}}};
}

TEST(Pool, HasGradientsOfOrdersOneAndTwo) {
  for (const Case& c : cases()) {
    if (c.shape[0] == 0) continue;
    const Tensor x = arbitrary(c.shape);
    const auto largest = [&](const Tensors& in) {
      return ops::square(ops::max_pool(in[0], c.options));
    };
    const auto mean = [&](const Tensors& in) {
      return ops::square(ops::average_pool(in[0], c.options));
    };
    EXPECT_LT(gradient_error(largest, {x}), 1e-6) << c.shape.text();
    EXPECT_LT(gradient_error(mean, {x}), 1e-6) << c.shape.text();
    EXPECT_LT(hessian_error(largest, {x}), 1e-5) << c.shape.text();
    EXPECT_LT(hessian_error(mean, {x}), 1e-5) << c.shape.text();
  }
}

TEST(Pool, RefusesWhatDoesNotFit) {
  EXPECT_EQ(error_of([] {
              ops::max_pool(zeros({1, 3, 3, 1}), {.pool_size = 4});
            }),
            "ShapeError: max_pool: a window of 4 does not fit x, which is f32[1,3,3,1] (axis 1 = "
            "3).\n  hint: use padding \"same\".");
  EXPECT_EQ(error_of([] {
              ops::average_pool(zeros({3, 3}), {.pool_size = 4});
            }),
            "ShapeError: average_pool: x is f32[3,3], the window has 1 axes.\n  hint: x is [n, "
            "spatial…, channels] with 1 to 3 spatial axes.");
}

}  // namespace
}  // namespace cornu
