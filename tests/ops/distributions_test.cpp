#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

#include "framework/base/team.h"
#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "framework/trace/function.h"
#include "tests/support/error_of.h"
#include "tests/support/test_device.h"

namespace cornu {
namespace {

constexpr int64_t kCount = 40'000;
/// What the largest distance of two distribution functions exceeds once in 10^6 samples (Dvoretzky,
/// Kiefer and Wolfowitz).
const double kDistance = std::sqrt(std::log(2e6) / (2.0 * kCount));

/// The largest distance of a sample's distribution function from `below`, which says how probable a
/// number up to x is. `steps`: of whole numbers.
double distance(const Tensor& sample, const std::function<double(double)>& below, bool steps) {
  std::vector<double> x = sample.to_vector<double>();
  std::sort(x.begin(), x.end());
  double largest = 0;
  const auto n = static_cast<double>(x.size());
  for (size_t i = 0; i < x.size(); ++i) {
    if (steps && i + 1 < x.size() && x[i + 1] == x[i]) continue;
    const double expected = below(x[i]);
    largest = std::max(largest, std::fabs(static_cast<double>(i + 1) / n - expected));
    if (!steps) largest = std::max(largest, std::fabs(static_cast<double>(i) / n - expected));
  }
  return largest;
}

void expect_moments(const Tensor& sample, double mean, double deviation) {
  const auto x = sample.to_vector<double>();
  const auto n = static_cast<double>(x.size());
  const double middle = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double squares = 0;
  for (const double each : x) squares += (each - middle) * (each - middle);
  EXPECT_NEAR(middle, mean, 5 * deviation / std::sqrt(n));
  EXPECT_NEAR(std::sqrt(squares / n), deviation, 0.06 * deviation);
}

/// Of a whole or half alpha.
double gamma_below(double alpha, double x) {
  double a = std::fmod(alpha, 1) == 0 ? 1 : 0.5;
  double p = a == 1 ? -std::expm1(-x) : std::erf(std::sqrt(x));
  for (; a < alpha; ++a) p -= std::exp(a * std::log(x) - x - std::lgamma(a + 1));
  return p;
}

TEST(Gamma, HasItsDistribution) {
  for (const DType dtype : {DType::f32, DType::f64})
    for (const double alpha : {0.5, 1.0, 1.5, 3.0, 20.0}) {
      const Tensor y = random::gamma({kCount}, alpha, {.dtype = dtype, .seed = 3});
      EXPECT_EQ(y.dtype(), dtype);
      EXPECT_LT(distance(
                    y, [&](double x) { return gamma_below(alpha, x); }, false),
                kDistance)
          << alpha;
      expect_moments(y, alpha, std::sqrt(alpha));
    }
}

TEST(Gamma, OfParametersOfItsOwn) {
  const Tensor y = random::gamma({3, 2}, constant({{1.f}, {1000.f}, {-1.f}}), {.seed = 1});
  const auto x = y.to_vector<float>();
  EXPECT_LT(std::max(x[0], x[1]), 30);
  EXPECT_GT(std::min(x[2], x[3]), 800);
  EXPECT_TRUE(std::isnan(x[4]) && std::isnan(x[5]));
  EXPECT_EQ(random::gamma({}, 0.0, {.seed = 1}).item<float>(), std::numeric_limits<float>::min());
  EXPECT_EQ(random::gamma({}, INFINITY, {.seed = 1}).item<float>(), INFINITY);
  EXPECT_EQ(random::gamma({2, 0}, 1.0).shape(), (Shape{2, 0}));
  EXPECT_EQ(random::gamma({3}, 2, {.dtype = DType::bf16}).dtype(), DType::bf16);
}

TEST(Beta, HasItsDistribution) {
  const auto check = [](double a, double b, const std::function<double(double)>& below) {
    const Tensor y = random::beta({kCount}, a, b, {.dtype = DType::f64, .seed = 5});
    EXPECT_LT(distance(y, below, false), kDistance) << a << " " << b;
    const double mean = a / (a + b);
    expect_moments(y, mean, std::sqrt(mean * (1 - mean) / (a + b + 1)));
  };
  check(1, 1, [](double x) { return x; });
  check(3, 1, [](double x) { return x * x * x; });
  check(2, 3, [](double x) { return x * x * (6 - 8 * x + 3 * x * x); });
  check(0.5, 0.5, [](double x) { return 2 / std::acos(-1) * std::asin(std::sqrt(x)); });
}

double binomial_below(double n, double p, double x) {
  double sum = 0;
  for (double k = 0; k <= x; ++k)
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) +
                    k * std::log(p) + (n - k) * std::log1p(-p));
  return sum;
}

TEST(Binomial, HasItsDistribution) {
  const std::pair<double, double> cases[] = {{10, 0.3},  {1, 0.5},   {100, 0.4},
                                             {30, 0.95}, {40, 0.75}, {2000, 0.01}};
  for (const auto& [n, p] : cases) {
    const Tensor y = random::binomial({kCount}, n, p, {.seed = 7});
    std::map<double, double> known;
    const auto below = [&, n = n, p = p](double x) {
      const auto [at, is_new] = known.try_emplace(x, 0);
      if (is_new) at->second = binomial_below(n, p, x);
      return at->second;
    };
    EXPECT_LT(distance(y, below, true), kDistance) << n << " " << p;
    expect_moments(y, n * p, std::sqrt(n * p * (1 - p)));
  }
  expect_moments(random::binomial({kCount}, 1e9, 0.3, {.dtype = DType::f64, .seed = 7}), 3e8,
                 std::sqrt(2.1e8));
}

TEST(Binomial, OfWhatIsCertain) {
  const Tensor counts = constant({10.f, -3.f, 0.f, 2.5f});
  const auto draw = [&](double p) {
    return random::binomial({4}, counts, p, {.dtype = DType::i32, .seed = 1}).to_vector<int>();
  };
  EXPECT_EQ(draw(0), (std::vector<int>{0, 0, 0, 0}));
  EXPECT_EQ(draw(-1), (std::vector<int>{0, 0, 0, 0}));
  EXPECT_EQ(draw(1), (std::vector<int>{10, 0, 0, 2}));
  EXPECT_EQ(draw(2), (std::vector<int>{10, 0, 0, 2}));
  EXPECT_TRUE(std::isnan(random::binomial({}, NAN, 0.5).item<float>()));
  EXPECT_TRUE(std::isnan(random::binomial({}, 3, NAN).item<float>()));
}

TEST(Categorical, HasItsDistribution) {
  const float none = -INFINITY;
  const Tensor logits =
      constant({{0.f, 1.f, 2.f}, {none, 0.f, none}, {5.f, none, 5.f}, {NAN, 0.f, 0.f}});
  const Tensor y = random::categorical(logits, kCount, {.seed = 2});
  EXPECT_EQ(y.spec().text(), "i32[4,40000]");
  const auto classes = y.to_vector<int>();
  const double total = 1 + std::exp(1) + std::exp(2);
  std::vector<double> counts(12, 0);
  for (size_t i = 0; i < classes.size(); ++i) {
    ASSERT_TRUE(classes[i] >= 0 && classes[i] < 3);
    counts[i / kCount * 3 + static_cast<size_t>(classes[i])] += 1.0 / kCount;
  }
  const std::vector<double> expected = {
      1 / total, std::exp(1) / total, std::exp(2) / total, 0, 1, 0, 0.5, 0, 0.5};
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(counts[i], expected[i], kDistance) << i;
    if (expected[i] == 0) {
      EXPECT_EQ(counts[i], 0);
    }
  }
  EXPECT_EQ(random::categorical(logits, 0, {.dtype = DType::i64}).spec().text(), "i64[4,0]");
}

TEST(Shuffle, MakesAllOrders) {
  const SeedGenerator generator(4);
  std::map<std::vector<int>, int> seen;
  for (int i = 0; i < 1200; ++i)
    ++seen[random::shuffle(constant({1, 2, 3}), {.seed = generator}).to_vector<int>()];
  EXPECT_EQ(seen.size(), 6u);
  for (const auto& [order, count] : seen) EXPECT_NEAR(count, 200, 70);
  const Tensor x = ops::reshape(ops::arange(12), {.newshape = {2, 6}});
  const Tensor y = random::shuffle(x, {.axis = -1, .seed = 1});
  EXPECT_NE(y.to_vector<int>(), x.to_vector<int>());
  EXPECT_EQ(ops::sort(y).to_vector<int>(), x.to_vector<int>());
  EXPECT_EQ((ops::max(y, {.axis = 0}) - ops::min(y, {.axis = 0})).to_vector<int>(),
            std::vector<int>(6, 6));
}

TEST(Dropout, DrawsANoiseShapeOnce) {
  const Tensor y = random::dropout(ones({8, 50}), 0.5, {.noise_shape = Shape{unknown, 1}});
  for (const float same : ops::ptp(y, {.axis = 1}).to_vector<float>()) EXPECT_EQ(same, 0);
  const auto columns = random::dropout(ones({8, 50}), 0.5, {.noise_shape = Shape{50}, .seed = 1});
  EXPECT_EQ(ops::max(ops::ptp(columns, {.axis = 0})).item<float>(), 0);
  EXPECT_EQ(ops::max(columns).item<float>(), 2);
}

/// Every function, of parameters that a trace sees.
Tensor everything(const Tensor& x) {
  const auto flat = [](const Tensor& y) {
    return ops::reshape(ops::cast(y, DType::f32), {.newshape = {-1}});
  };
  const Tensor alpha = ops::square(x) + 0.1f;
  return ops::concatenate(
      {flat(random::gamma({5000, 4}, alpha, {.seed = 1})),
       flat(random::beta({300, 4}, alpha, 2, {.seed = 2})),
       flat(random::binomial({5000, 4}, alpha * 50, 0.3, {.seed = 3})),
       flat(random::categorical(ops::reshape(x, {.newshape = {2, 2}}), 9, {.seed = 4})),
       flat(random::shuffle(x, {.seed = 5})),
       flat(random::dropout(x, 0.5, {.noise_shape = Shape{1}, .seed = 6})),
       flat(random::truncated_normal({100}, {.seed = 7}))});
}

TEST(Random, SameSeedSameBits) {
  const Tensor x = constant({0.5f, -1.f, 2.f, 0.25f});
  const auto expected = everything(x).to_vector<float>();
  EXPECT_EQ(Function(everything)(x).to_vector<float>(), expected);
  const int before = num_threads();
  for (const int threads : {1, 2}) {
    set_num_threads(threads);
    EXPECT_EQ(everything(x).to_vector<float>(), expected) << threads;
  }
  set_num_threads(before);
  const OnTestDevice there;
  EXPECT_EQ(everything(to_device(x, test_device())).to_vector<float>(), expected);
}

TEST(Random, RefusesParametersThatMakeNoSense) {
  const auto error = [](auto f) { return error_of([&] { f(); }); };
  EXPECT_EQ(error([] { random::gamma({2}, 1, {.dtype = DType::i32}); }),
            "DTypeError: random::gamma: dtype is i32; it must be a floating type.");
  EXPECT_EQ(error([] { random::beta({2}, 1, 1, {.dtype = DType::i32}); }),
            "DTypeError: random::beta: dtype is i32; it must be a floating type.");
  EXPECT_EQ(error([] { random::categorical(ones({3}), 1); }),
            "ShapeError: random::categorical: logits must be [batch, classes], both known, not "
            "f32[3].");
  EXPECT_EQ(error([] {
              random::categorical(ones({3, 2}), -1);
            }),
            "ValueError: random::categorical: num_samples is -1; it must not be negative.");
  EXPECT_EQ(error([] {
              random::categorical(ones({3, 0}), 1);
            }),
            "ValueError: random::categorical: f32[3,0] has no classes.");
  EXPECT_EQ(error([] { random::shuffle(constant(1)); }),
            "ValueError: random::shuffle: axis 0 is out of range for a tensor of 0 axes.");
  EXPECT_EQ(error([] {
              random::dropout(ones({4, 3}), 0.5, {.noise_shape = Shape{4}});
            }),
            "ShapeError: random::dropout: noise_shape [4] does not broadcast to f32[4,3].");
  EXPECT_EQ(error([] {
              random::dropout(ones({3}), 0.5, {.noise_shape = Shape{1, 3}});
            }),
            "ShapeError: random::dropout: noise_shape [1,3] has more axes than f32[3].");
}

}  // namespace
}  // namespace cornu
