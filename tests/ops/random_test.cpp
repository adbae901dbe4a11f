#include "framework/ops/random.h"

#include <gtest/gtest.h>

#include <cmath>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "framework/ops/random_def.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "framework/runtime/process.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

Tensor key(uint32_t a, uint32_t b) {
  const uint32_t words[] = {a, b};
  return from_buffer(words, {2}, DType::u32);
}

TEST(Random, WordsAreRandom123sKnownAnswers) {
  const RandomAttrs attrs{.shape = {4}, .dtype = DType::u32};
  for (const char* kernel : {"simd", "reference"}) {
    const ForceKernel forced(kernel);
    EXPECT_EQ(apply_one(*find_op("random_bits"), {key(0, 0)}, attrs).to_vector<uint32_t>(),
              (std::vector<uint32_t>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  }
}

TEST(Random, HasTheSameBitsAtAnyNumberOfThreads) {
  const int before = num_threads();
  set_num_threads(1);
  const auto one = random::normal({100003}, {.seed = 3}).to_vector<float>();
  set_num_threads(2);
  EXPECT_EQ(one, random::normal({100003}, {.seed = 3}).to_vector<float>());
  set_num_threads(before);
}

/// Mean and standard deviation of a sample.
std::pair<double, double> moments(const Tensor& x) {
  double sum = 0, squares = 0;
  for (const double value : x.to_vector<double>()) {
    sum += value;
    squares += value * value;
  }
  const double n = static_cast<double>(x.size());
  return {sum / n, std::sqrt(squares / n - sum / n * (sum / n))};
}

TEST(Random, HasItsDistribution) {
  for (const DType dtype : {DType::f32, DType::f64}) {
    const auto [mean, deviation] =
        moments(random::uniform({200000}, {.minval = -1, .maxval = 3, .dtype = dtype, .seed = 1}));
    EXPECT_NEAR(mean, 1, 0.01);
    EXPECT_NEAR(deviation, 4 / std::sqrt(12), 0.01);
    const auto [middle, spread] =
        moments(random::normal({200000}, {.mean = 2, .stddev = 0.5, .dtype = dtype, .seed = 1}));
    EXPECT_NEAR(middle, 2, 0.01);
    EXPECT_NEAR(spread, 0.5, 0.01);
  }
  const Tensor cut = random::truncated_normal({20000}, {.seed = 1});
  for (const float value : cut.to_vector<float>()) ASSERT_LE(std::fabs(value), 2.0f);
  EXPECT_NEAR(moments(cut).second, 0.8796, 0.02);
  std::vector<int> seen(4, 0);
  for (const int value : random::randint({4000}, -1, 3, {.seed = 1}).to_vector<int>())
    ++seen.at(static_cast<size_t>(value) + 1);
  for (const int count : seen) EXPECT_NEAR(count, 1000, 150);
}

TEST(SeedGenerator, GivesEachKeyOnce) {
  const SeedGenerator generator(5);
  const auto a = random::normal({8}, {.seed = generator}).to_vector<float>();
  const auto b = random::normal({8}, {.seed = generator}).to_vector<float>();
  EXPECT_NE(a, b);
  EXPECT_EQ(generator.state().value().to_vector<uint32_t>(), (std::vector<uint32_t>{5, 2}));
  const SeedGenerator again(5);
  EXPECT_EQ(random::normal({8}, {.seed = again}).to_vector<float>(), a);
}

TEST(Dropout, KeepsItsShareAndScalesIt) {
  for (const DType dtype : {DType::f32, DType::f64, DType::bf16}) {
    const Tensor x = ones({100, 1001}, dtype);
    const Tensor y = random::dropout(x, 0.25, {.seed = 2});
    EXPECT_EQ(y.dtype(), dtype);
    int64_t kept = 0;
    for (const float value : y.to_vector<float>()) {
      if (value == 0) continue;
      ++kept;
      ASSERT_NEAR(value, 1 / 0.75, 0.01);
    }
    EXPECT_NEAR(static_cast<double>(kept) / static_cast<double>(x.size()), 0.75, 0.01);
  }
  const Tensor x = ones({5});
  EXPECT_EQ(random::dropout(x, 1.0).to_vector<float>(), std::vector<float>(5, 0));
  EXPECT_EQ(random::dropout(x, 0.0).to_vector<float>(), std::vector<float>(5, 1));
}

TEST(Dropout, GradientHasTheForwardsMaskAndKernelsAgree) {
  std::vector<std::vector<float>> seen;
  for (const char* kernel : {"simd", "reference"}) {
    const Tensor x = constant(std::vector<float>(1237, 2.0f));
    const ForceKernel forced(kernel);
    const Tensors out =
        run_eagerly(*find_op("dropout"), {x, key(1, 2)}, DropoutAttrs{0.5}, {}, ~uint64_t{0});
    const Tensor dx = apply_one(*find_op("dropout_grad"), {x, out[1]}, DropoutAttrs{0.5});
    EXPECT_EQ(out[0].to_vector<float>(), dx.to_vector<float>());
    seen.push_back(dx.to_vector<float>());
  }
  EXPECT_EQ(seen[0], seen[1]);
  const Tensor x = constant(std::vector<float>(100, 3.0f));
  GradientTape tape;
  tape.watch(x);
  const Tensor y = random::dropout(x, 0.5, {.seed = 4});
  const auto values = y.to_vector<float>(), slope = tape.gradient(y, x).to_vector<float>();
  for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(values[i], 3 * slope[i]);
}

TEST(Random, UniformNumbersOfAnIntegerTypeAreWhole) {
  const auto drawn =
      random::uniform({100}, {.minval = -2.5, .maxval = 1.5, .dtype = DType::i32, .seed = 3});
  EXPECT_EQ(drawn.dtype(), DType::i32);
  EXPECT_EQ(drawn.to_vector<int>(), random::randint({100}, -2, 2, {.seed = 3}).to_vector<int>());
}

TEST(Random, RefusesWhatMakesNoSense) {
  EXPECT_EQ(error_of([] { random::dropout(ones({2}), 1.5); }),
            "ValueError: random::dropout: rate is 1.5; it must be between 0 and 1.");
  EXPECT_EQ(error_of([] { random::randint({2}, 3, 3); }),
            "ValueError: random::randint: minval is 3, maxval is 3; nothing lies between.");
  EXPECT_EQ(error_of([] { random::uniform({2}, {.dtype = DType::boolean}); }),
            "DTypeError: random::uniform: dtype is bool; it must be a number's.");
  EXPECT_EQ(error_of([] { random::uniform({2}, {.maxval = 1e300, .dtype = DType::i64}); }),
            "ValueError: random::uniform: 1e+300 is no bound of integers.");
  EXPECT_EQ(error_of([] { random::uniform({2}, {.minval = std::nan(""), .dtype = DType::i32}); }),
            "ValueError: random::uniform: nan is no bound of integers.");
  EXPECT_EQ(error_of([] {
              apply_one(*find_op("random_bits"), {key(0, 0)}, RandomAttrs{.shape = {unknown}});
            }),
            "ShapeError: random_bits: shape is [?]; its sizes must be known.");
}

}  // namespace
}  // namespace cornu
