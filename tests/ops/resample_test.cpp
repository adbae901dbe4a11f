#include "framework/ops/resample.h"

#include <gtest/gtest.h>

#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

using Values = std::vector<float>;

constexpr Interpolation kAll[] = {Interpolation::nearest,  Interpolation::bilinear,
                                  Interpolation::bicubic,  Interpolation::lanczos3,
                                  Interpolation::lanczos5, Interpolation::area};

TEST(Resample, ByHand) {
  const Tensor x = constant({0.f, 4.f, 8.f});
  const auto of = [&](const ResampleAttrs& attrs) {
    return ops::resample(x, attrs).to_vector<float>();
  };
  EXPECT_EQ(of({.factor = {2}}), (Values{0, 1, 3, 5, 7, 8}));
  EXPECT_EQ(of({.factor = {2}, .interpolation = "nearest"}), (Values{0, 0, 4, 4, 8, 8}));
  EXPECT_EQ(of({.factor = {2}, .interpolation = "area"}), (Values{0, 0, 4, 4, 8, 8}));
  EXPECT_EQ(of({.size = {1}}), (Values{4}));
  EXPECT_EQ(of({.size = {1}, .antialias = true}), (Values{4}));
  for (const Interpolation interpolation : kAll)
    EXPECT_EQ(of({.size = {3}, .interpolation = interpolation}), x.to_vector<float>());
  const Tensor square = constant({{0.f, 4.f}, {8.f, 12.f}});
  EXPECT_EQ(ops::resample(square, {.size = {1, 3}}).to_vector<float>(), (Values{4, 6, 8}));
  EXPECT_EQ(ops::resample(square, {.factor = {1, 2}}).to_vector<float>(),
            (Values{0, 1, 3, 4, 8, 9, 11, 12}));
}

TEST(Resample, KeepsWhatIsConstant) {
  for (const Interpolation interpolation : kAll)
    for (const int64_t size : {1, 2, 3, 7, 12})
      for (const bool antialias : {false, true}) {
        const ResampleAttrs attrs{.axis = 1,
                                  .size = {size, 13 - size},
                                  .interpolation = interpolation,
                                  .antialias = antialias};
        const Tensor y = ops::resample(ones({2, 4, 5, 3}), attrs);
        EXPECT_EQ(y.shape(), (Shape{2, size, 13 - size, 3}));
        EXPECT_LT(largest_difference(y, ones(y.shape())), 1e-6) << enum_name(interpolation);
      }
}

TEST(Resample, TransposedTables) {
  const ResampleTable table = interpolation_table(Interpolation::bicubic, 5, 8);
  const ResampleTable turned = transposed_table(table, 5), back = transposed_table(turned, 8);
  EXPECT_EQ(turned.rows(), 5);
  EXPECT_EQ(back.starts, table.starts);
  EXPECT_EQ(back.places, table.places);
  EXPECT_EQ(back.weights, table.weights);
  EXPECT_FALSE(table.is_identity(5));
  EXPECT_TRUE(interpolation_table(Interpolation::lanczos5, 6, 6).is_identity(6));
}

TEST(Resample, GradientsOfBothOrders) {
  for (const Interpolation interpolation : kAll)
    for (const int64_t size : {2, 7}) {
      const ResampleAttrs attrs{
          .axis = 1, .size = {size, 5}, .interpolation = interpolation, .antialias = size == 2};
      const auto f = [&](const Tensors& in) { return ops::tanh(ops::resample(in[0], attrs)); };
      EXPECT_LT(gradient_error(f, {arbitrary({2, 4, 3, 2})}), 1e-7);
      EXPECT_LT(hessian_error(f, {arbitrary({2, 4, 3, 2})}), 1e-6);
    }
}

TEST(Resample, SaysWhatDoesNotFit) {
  EXPECT_EQ(error_of([] {
              ops::resample(ones({2, 0}), {.axis = 1, .size = {3}});
            }),
            "ShapeError: resample: f32[2,0] has nothing along axis 1 to interpolate between.");
  EXPECT_EQ(error_of([] {
              ops::resample(ones({2, 3}), {.axis = 1, .size = {0}});
            }),
            "ValueError: resample: sizes and factors are at least 1, not 0.");
}

}  // namespace
}  // namespace cornu
