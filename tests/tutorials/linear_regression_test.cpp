#include <gtest/gtest.h>

#include <cornu/cornu.h>

#include <cstdio>

/// A line through 25 points, found by Adam: the digits that an introduction prints.
namespace {

using namespace cornu;

class LinearRegression : public testing::Test {
 protected:
  Tensor loss(const Tensor& intercept, const Tensor& slope) const {
    return losses::mean_squared_error(scores_, intercept + slope * hours_) / 100;
  }

  Tensor hours_ = constant({2.5, 5.1, 3.2, 8.5, 3.5, 1.5, 9.2, 5.5, 8.3, 2.7, 7.7, 5.9, 4.5,
                            3.3, 1.1, 8.9, 2.5, 1.9, 6.1, 7.4, 2.7, 4.8, 3.8, 6.9, 7.8});
  Tensor scores_ =
      constant({21.0, 47.0, 27.0, 75.0, 30.0, 20.0, 88.0, 60.0, 81.0, 25.0, 85.0, 62.0, 41.0,
                42.0, 17.0, 95.0, 30.0, 24.0, 67.0, 69.0, 30.0, 54.0, 35.0, 76.0, 86.0});
};

std::string with_decimals(int decimals, double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

TEST_F(LinearRegression, LossesAtTwoPoints) {
  EXPECT_EQ(loss(constant(0.5), constant(8.0)).text(),
            "Tensor(1.6664679, shape=(), dtype=float32)");
  EXPECT_EQ(loss(constant(1.2), constant(10.06)).text(),
            "Tensor(0.29396924, shape=(), dtype=float32)");
}

TEST_F(LinearRegression, AHundredStepsOfAdam) {
  const std::vector<std::string> expected = {"39.09",  "30.12",  "29.73",  "29.05",  "28.906",
                                             "28.889", "28.886", "28.887", "28.885", "28.883"};
  const Variable intercept(constant(1.0), {.name = "intercept"});
  const Variable slope(constant(10.0), {.name = "slope"});
  const optimizers::Adam adam({.learning_rate = 0.5});
  std::vector<std::string> found;
  for (int step = 1; step <= 100; ++step) {
    adam.minimize([&] { return loss(intercept, slope); }, {intercept, slope});
    if (step % 10 == 1)
      found.push_back(with_decimals(step < 41 ? 2 : 3, 100 * loss(intercept, slope).item<float>()));
  }
  EXPECT_EQ(found, expected);
  EXPECT_EQ(with_decimals(4, intercept.value().item<float>()), "2.4898");
  EXPECT_EQ(with_decimals(4, slope.value().item<float>()), "9.7749");
}

}  // namespace
