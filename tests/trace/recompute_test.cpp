#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/autodiff/transforms.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

class Recompute : public testing::Test {
 protected:
  /// Several activations, of which a gradient needs each.
  Tensor block(const Tensor& x) const {
    Tensor y = x;
    for (int i = 0; i < 4; ++i) y = ops::tanh(ops::matmul(y, w_));
    return y;
  }
  /// The gradients of x and w through `f`.
  template <class F>
  Tensors gradients(const F& f, const Tensor& x) const {
    GradientTape tape;
    tape.watch(x);
    return tape.gradient(ops::sum(ops::square(f(x))), {x, w_});
  }

  const Tensor x_ = arbitrary({3, 4});
  const Variable w_{arbitrary({4, 4}, DType::f64, 2), {.name = "w"}};
};

size_t count(const std::string& text, const std::string& word) {
  size_t found = 0;
  for (size_t at = 0; (at = text.find(word, at)) != text.npos; ++at) ++found;
  return found;
}

TEST_F(Recompute, HasTheSameValueAndGradients) {
  const auto light = recompute([&](Tensor x) { return block(x); });
  EXPECT_LT(largest_difference(light(x_), block(x_)), 1e-12);
  const auto plain = [&](const Tensor& x) { return block(x); };
  const Tensors expected = gradients(plain, x_), eager = gradients(light, x_);
  Function step([&](Tensor x) { return gradients(light, x); });
  const Tensors compiled = step(x_);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_LT(largest_difference(eager[i], expected[i]), 1e-12);
    EXPECT_LT(largest_difference(compiled[i], expected[i]), 1e-12);
  }
}

TEST_F(Recompute, KeepsNothingForTheGradientInACompiledProgram) {
  const auto light = recompute([&](Tensor x) { return block(x); });
  Function step([&](Tensor x) { return gradients(light, x); });
  Function whole([&](Tensor x) { return gradients([&](const Tensor& y) { return block(y); }, x); });
  EXPECT_EQ(count(step.graph(x_), " = call("), 1u) << step.graph(x_);
  EXPECT_EQ(count(whole.graph(x_), " = call("), 0u);
  Function value([&](Tensor x) { return light(x); });
  EXPECT_EQ(count(value.graph(x_), " = call("), 0u) << "nothing needs it to be one";
}

TEST_F(Recompute, IsDifferentiatedTwice) {
  const auto light = recompute([&](Tensor x) { return block(x); });
  const auto f = [&](const Tensors& x) { return ops::sum(ops::square(light(x[0]))); };
  EXPECT_LT(gradient_error(f, {x_}), 1e-6);
  EXPECT_LT(hessian_error(f, {x_}), 1e-5);
}

TEST(Retraces, SayWhatIsOtherThanBefore) {
  Function f([](Tensor x, Tensor y) { return x + y; });
  f(zeros({2, 3}), zeros({3}));
  f(zeros({2, 3}), zeros({3}));
  EXPECT_TRUE(f.retraces().empty());
  f(zeros({4, 3}), zeros({3}));
  f(zeros({4, 3}), zeros({3}, DType::f64));
  EXPECT_EQ(f.retraces(), (std::vector<std::string>{"argument 0 is f32[4,3], was f32[2,3]",
                                                    "argument 1 is f64[3], was f32[3]"}));
  EXPECT_EQ(f.traces(), 3u);
}

}  // namespace
}  // namespace cornu
