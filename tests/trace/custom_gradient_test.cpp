#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/autodiff/transforms.h"
#include "framework/ops/ops.h"
#include "framework/trace/custom_gradient.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

/// The gradient that is stable where exp overflows, as Keras's documentation has it.
auto log1pexp() {
  return ops::custom_gradient([](Tensor x) {
    Tensor e = ops::exp(x);
    return WithGradient{ops::log(1 + e),
                        [=](Tensor upstream) { return upstream * (1 - 1 / (1 + e)); }};
  });
}

TEST(CustomGradient, ReplacesTheDerivedOne) {
  const auto f = log1pexp();
  const Tensor x = constant({0.f, 100.f});
  EXPECT_FLOAT_EQ(f(x).at<float>({0}), std::log(2.f));  // no tape: the function alone
  GradientTape tape;
  tape.watch(x);
  const Tensor gradient = tape.gradient(f(x), x);
  EXPECT_FLOAT_EQ(gradient.at<float>({0}), 0.5f);
  EXPECT_FLOAT_EQ(gradient.at<float>({1}), 1.f);  // the derived one is NaN
}

TEST(CustomGradient, HoldsInTracesAndInFunctionsUnderATape) {
  const auto f = log1pexp();
  const Tensor x = constant({0.f, 100.f});
  Function inside([&](Tensor v) {
    GradientTape tape;
    tape.watch(v);
    return tape.gradient(f(v), v);
  });
  EXPECT_FLOAT_EQ(inside(x).at<float>({1}), 1.f);
  EXPECT_EQ(inside.graph(x).find("custom_gradient"), std::string::npos);
  Function called([&](Tensor v) { return f(v * 1); });
  GradientTape tape;
  tape.watch(x);
  EXPECT_FLOAT_EQ(tape.gradient(called(x), x).at<float>({1}), 1.f);
}

TEST(CustomGradient, HasGradientsOfItsOwnGradient) {
  const auto f = log1pexp();
  const Tensor x = constant(0.3f);
  const auto second = [&](const std::function<Tensor(Tensor)>& g) {
    GradientTape tape({.persistent = true});
    tape.watch(x);
    const Tensor first = tape.gradient(g(x), x);
    return tape.gradient(first, x).item<float>();
  };
  const float s = 1 / (1 + std::exp(-0.3f));
  EXPECT_NEAR(second(f), s * (1 - s), 1e-6);
  EXPECT_NEAR(second(Function([&](Tensor v) { return f(v); })), s * (1 - s), 1e-6);
  const auto [value, tangent] = jvp([&](Tensor v) { return f(v); }, x, ones_like(x));
  EXPECT_NEAR(tangent.item<float>(), s, 1e-6);
}

TEST(CustomGradient, OfSeveralArgumentsAndResultsNeedNotBeLinear) {
  const auto f = ops::custom_gradient([](Tensor x, Tensor y) {
    return WithGradient{std::tuple{x * y, x + y}, [=](Tensor of_product, Tensor of_sum) {
                          const Tensor clipped = ops::clip(of_product + of_sum, {-1, 1});
                          return std::tuple{clipped, 10 * clipped};
                        }};
  });
  const Tensor x = constant(2.f), y = constant(3.f);
  GradientTape tape;
  tape.watch(x);
  tape.watch(y);
  const auto [product, sum] = f(x, y);
  EXPECT_EQ(product.item<float>(), 6);
  EXPECT_EQ(sum.item<float>(), 5);
  const Tensors gradients = tape.gradient(product + 4 * sum, {x, y});
  EXPECT_EQ(gradients[0].item<float>(), 1);
  EXPECT_EQ(gradients[1].item<float>(), 10);
}

TEST(CustomGradient, StraightThroughRounding) {
  const auto round = ops::custom_gradient([](Tensor x) {
    return WithGradient{ops::round(x), [](Tensor upstream) { return upstream; }};
  });
  Variable w(constant({0.4f, 1.6f}), {.name = "w"});
  Function step([&] {
    GradientTape tape;
    const Tensor loss = ops::sum(ops::square(round(w.value())));
    const Tensor gradient = tape.gradient(loss, w);
    w.assign_sub(0.1f * gradient);
    return gradient;
  });
  EXPECT_EQ(step().to_vector<float>(), (std::vector<float>{0, 4}));
  EXPECT_FLOAT_EQ(w.value().at<float>({1}), 1.2f);
}

TEST(CustomGradient, SaysWhatDoesNotFit) {
  const Tensor x = constant({1.f, 2.f});
  const auto with = [&](std::function<Tensors(const Tensors&)> gradient) {
    return error_of([&] {
      GradientTape tape;
      tape.watch(x);
      ops::custom_gradient([&](const Tensors& in) { return CustomResults{in, gradient}; }, {x});
    });
  };
  EXPECT_EQ(with([](const Tensors&) { return Tensors(); }),
            "ValueError: custom_gradient: the gradient returns 0 tensors for 1 arguments.");
  EXPECT_EQ(with([](const Tensors& in) { return Tensors{ops::sum(in[0])}; }),
            "ShapeError: custom_gradient: the gradient of argument 0 is f32[], the argument "
            "f32[2].");
}

}  // namespace
}  // namespace cornu
