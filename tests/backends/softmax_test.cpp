#include <gtest/gtest.h>

#include <cmath>

#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "framework/ops/softmax_cross_entropy.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

const char* kernel_of(DType dtype) {
  return dtype == DType::f32 || dtype == DType::f64 ? "simd" : "converted";
}

TEST(SimdSoftmax, RandomAxesMatchTheReference) {
  Dice dice(1);
  for (int i = 0; i < 200; ++i) {
    Shape shape = dice(0, 5) ? random_shape(dice, 1, 4, 20) : Shape{dice(1, 40), dice(1, 700)};
    std::vector<int64_t> axes;
    for (int64_t axis = 0; axis < shape.ndim(); ++axis)
      if (dice.coin()) axes.push_back(dice.coin() ? axis : axis - shape.ndim());
    if (axes.empty()) axes.push_back(-1);
    for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
      const Tensor x = arbitrary(shape, dtype, i) * 20;
      for (const OpDef* def : {&softmax_def, &log_softmax_def})
        EXPECT_LT(kernel_error(kernel_of(dtype), *def, {x}, SoftmaxOptions{Axes(axes)},
                               static_cast<double>(x.size() + 1)),
                  4)
            << def->name << " of " << x.spec().text() << " along " << join(axes);
    }
  }
}

TEST(SimdSoftmax, ExtremesAreAsTheReferenceSays) {
  const float inf = INFINITY, nan = NAN;
  const Tensor x = constant({{-inf, 0.f, 1.f},
                             {-inf, -inf, -inf},
                             {1.f, nan, 2.f},
                             {inf, 0.f, 1.f},
                             {1e30f, -1e30f, 0.f}});
  for (const OpDef* def : {&softmax_def, &log_softmax_def})
    for (const int64_t axis : {0, 1}) {
      const auto run = [&](const char* kernel) {
        const ForceKernel forced(kernel);
        return apply_one(*def, {x}, SoftmaxOptions{axis}).to_vector<float>();
      };
      const auto got = run("simd"), expected = run("reference");
      for (size_t i = 0; i < got.size(); ++i)
        EXPECT_TRUE(std::isnan(expected[i])
                        ? std::isnan(got[i])
                        : std::abs(got[i] - expected[i]) <= 1e-6f || got[i] == expected[i])
            << def->name << " " << i << ": " << got[i] << ", not " << expected[i];
    }
}

TEST(SimdCrossEntropy, RandomShapesMatchTheReference) {
  Dice dice(2);
  for (int i = 0; i < 100; ++i) {
    const Shape rows = random_shape(dice, 0, 2, 12);
    const int64_t classes = dice(1, 300);
    const DType labels =
        static_cast<DType>(dice(static_cast<int64_t>(DType::u8), static_cast<int64_t>(DType::i64)));
    std::vector<int64_t> values(static_cast<size_t>(rows.elements()));
    for (int64_t& value : values) value = dice(0, std::min<int64_t>(classes, 120) - 1);
    const Tensor y = ops::cast(from_buffer(values.data(), rows, DType::i64), labels);
    Shape shape = rows;
    shape.push_back(classes);
    for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
      const Tensor x = arbitrary(shape, dtype, i) * 30, dy = arbitrary(rows, dtype, i + 1);
      EXPECT_LT(kernel_error(kernel_of(dtype), softmax_cross_entropy_def, {x, y}, {}, 9), 4)
          << x.spec().text();
      EXPECT_LT(kernel_error(kernel_of(dtype), softmax_cross_entropy_grad_def, {x, y, dy}, {}, 9),
                4)
          << x.spec().text();
    }
  }
}

TEST(SimdCrossEntropy, LabelsMustBeClasses) {
  for (const DType dtype : {DType::f16, DType::f32})
    EXPECT_EQ(error_of([&] {
                ops::softmax_cross_entropy(ones({2, 3}, dtype), constant({0, 3}));
              }),
              "ValueError: softmax_cross_entropy: the label 3 of row 1 is no class.\n"
              "  hint: labels must be from 0 to 2.");
}

TEST(SoftmaxCrossEntropy, GradientsOfBothOrders) {
  const Tensor labels = constant({2, 0, 1});
  const auto f = [&](const Tensors& in) { return ops::softmax_cross_entropy(in[0] * 3, labels); };
  EXPECT_LT(gradient_error(f, {arbitrary({3, 4})}), 1e-7);
  EXPECT_LT(hessian_error(f, {arbitrary({3, 4})}), 1e-6);
}

}  // namespace
}  // namespace cornu
