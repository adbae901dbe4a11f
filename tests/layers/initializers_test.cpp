#include "layers/initializers/initializers.h"

#include <gtest/gtest.h>

#include <cmath>

#include "framework/base/error.h"

namespace cornu {
namespace {

struct Moments {
  double mean = 0, stddev = 0, lowest = 0, highest = 0;
};

Moments moments_of(const Initializer& initializer, const Shape& shape) {
  const auto values = initializer->call(shape, DType::f32).to_vector<double>();
  Moments m;
  for (const double v : values) m.mean += v / static_cast<double>(values.size());
  for (const double v : values) {
    m.stddev += (v - m.mean) * (v - m.mean) / static_cast<double>(values.size());
    m.lowest = std::min(m.lowest, v);
    m.highest = std::max(m.highest, v);
  }
  m.stddev = std::sqrt(m.stddev);
  return m;
}

TEST(Initializers, GlorotUniformFillsItsRange) {
  const Moments m = moments_of("glorot_uniform", {300, 200});
  const double limit = std::sqrt(6.0 / 500);
  EXPECT_NEAR(m.mean, 0, 0.002);
  EXPECT_NEAR(m.stddev, limit / std::sqrt(3.0), 0.001);
  EXPECT_GT(m.lowest, -limit);
  EXPECT_NEAR(m.highest, limit, 0.001);
}

TEST(Initializers, TruncatedNormalsHaveTheWantedVariance) {
  const Moments he = moments_of("he_normal", {3, 3, 40, 50});  // fan_in 360
  EXPECT_NEAR(he.stddev, std::sqrt(2.0 / 360), 0.001);
  EXPECT_LE(he.highest, 2 * std::sqrt(2.0 / 360) / 0.8796);
  const Moments plain =
      moments_of(initializers::TruncatedNormal({.mean = 1, .stddev = 0.5}), {9999});
  EXPECT_LE(plain.highest, 2);
  EXPECT_GE(plain.lowest, 0);
}

TEST(Initializers, FansMayBeGivenByAxes) {
  const auto by_axes = initializers::GlorotUniform({.input_axes = {{0}}, .output_axes = {{1, 2}}});
  EXPECT_NEAR(moments_of(by_axes, {8, 2, 400}).highest, std::sqrt(6.0 / 808), 0.001);
}

TEST(Initializers, SameSeedSameValues) {
  const auto values = [](const Initializer& i) {
    return i->call({4, 5}, DType::f32).to_vector<float>();
  };
  EXPECT_EQ(values(initializers::RandomNormal({.seed = 7})),
            values(initializers::RandomNormal({.seed = 7})));
  EXPECT_NE(values(initializers::RandomNormal({.seed = 7})),
            values(initializers::RandomNormal({.seed = 8})));
  const Initializer unseeded = "random_normal";
  EXPECT_EQ(values(unseeded), values(unseeded));
  EXPECT_NE(values(unseeded), values("random_normal"));
}

TEST(Initializers, OrthogonalHasOrthonormalRowsOrColumns) {
  for (const Shape& shape : {Shape{7, 3}, Shape{3, 7}, Shape{5, 5}}) {
    const auto a = initializers::Orthogonal({.gain = 2, .seed = 1})->call(shape, DType::f64);
    const bool wide = shape[0] < shape[1];
    const int64_t count = std::min(shape[0], shape[1]), length = std::max(shape[0], shape[1]);
    for (int64_t i = 0; i < count; ++i) {
      for (int64_t j = 0; j < count; ++j) {
        double sum = 0;
        for (int64_t k = 0; k < length; ++k)
          sum += wide ? a.at<double>({i, k}) * a.at<double>({j, k})
                      : a.at<double>({k, i}) * a.at<double>({k, j});
        EXPECT_NEAR(sum, i == j ? 4 : 0, 1e-12);
      }
    }
  }
}

TEST(Initializers, ConstantsAndIdentity) {
  const auto i32 = initializers::Constant(3)->call({2}, DType::i32);
  EXPECT_EQ(i32.dtype(), DType::i32);
  EXPECT_EQ(i32.to_vector<int>(), (std::vector<int>{3, 3}));
  const auto eye = initializers::Identity({.gain = 2})->call({2, 3}, DType::f32);
  EXPECT_EQ(eye.to_vector<float>(), (std::vector<float>{2, 0, 0, 0, 2, 0}));
  EXPECT_THROW(initializers::Identity()->call({2, 3, 4}, DType::f32), ValueError);
}

}  // namespace
}  // namespace cornu
