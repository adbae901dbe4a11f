#include "framework/ops/resample.h"

#include <gtest/gtest.h>

#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

constexpr Interpolation kAll[] = {Interpolation::nearest, Interpolation::bilinear,
                                  Interpolation::bicubic, Interpolation::lanczos3,
                                  Interpolation::lanczos5};

TEST(Resample, ByHand) {
  const Tensor x = constant({0.f, 4.f, 8.f});
  using Values = std::vector<float>;
  EXPECT_EQ(ops::resample(x, {.factor = 2}).to_vector<float>(), (Values{0, 1, 3, 5, 7, 8}));
  EXPECT_EQ(ops::resample(x, {.factor = 2, .interpolation = "nearest"}).to_vector<float>(),
            (Values{0, 0, 4, 4, 8, 8}));
  EXPECT_EQ(ops::resample(x, {.factor = 1}).to_vector<float>(), x.to_vector<float>());
}

TEST(Resample, KeepsWhatIsConstant) {
  for (const Interpolation interpolation : kAll)
    for (const int64_t factor : {2, 3, 5}) {
      const Tensor y = ops::resample(ones({2, 4, 3}), {1, factor, interpolation});
      EXPECT_EQ(y.shape(), (Shape{2, 4 * factor, 3}));
      EXPECT_LT(largest_difference(y, ones(y.shape())), 1e-6) << enum_name(interpolation);
    }
}

TEST(Resample, GradientsOfBothOrders) {
  for (const Interpolation interpolation : kAll) {
    const auto f = [&](const Tensors& in) {
      return ops::tanh(ops::resample(in[0], {1, 3, interpolation}));
    };
    EXPECT_LT(gradient_error(f, {arbitrary({2, 4, 3})}), 1e-7);
    EXPECT_LT(hessian_error(f, {arbitrary({2, 4, 3})}), 1e-6);
  }
}

TEST(Resample, KernelsMatchTheReference) {
  Dice dice(1);
  for (int i = 0; i < 60; ++i) {
    Shape shape = random_shape(dice, 1, 3, 40);
    const int64_t axis = dice(0, shape.ndim() - 1);
    ResampleAttrs attrs{axis, dice(1, 4), kAll[dice(0, 4)], dice.coin()};
    if (attrs.transposed) shape[axis] *= attrs.factor;
    for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
      const char* kernel = dtype == DType::f32 || dtype == DType::f64 ? "simd" : "converted";
      EXPECT_LT(kernel_error(kernel, resample_def, {arbitrary(shape, dtype, i)}, attrs, 20), 4)
          << shape.text();
    }
  }
}

}  // namespace
}  // namespace cornu
