#include "framework/trace/function.h"

#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"

namespace cornu {
namespace {

TEST(Function, GivesTheEagerResult) {
  const auto body = [](const Tensor& a, const Tensor& b) {
    return ops::tanh(a * b + 1.0) - a / 2.0;
  };
  Function compiled([&](Tensor a, Tensor b) { return body(a, b); });
  const Tensor a = constant({{1.f, 2.f}, {3.f, 4.f}}), b = constant({0.5f, -0.25f});
  EXPECT_EQ(compiled(a, b).to_vector<float>(), body(a, b).to_vector<float>());
}

TEST(Function, TracesOncePerSpecs) {
  Function square([](Tensor x) { return x * x; });
  square(constant(2.f));
  square(constant(3.f));
  square(constant({1.f, 2.f}));
  EXPECT_EQ(square.traces(), 2u);
}

TEST(Function, UpdatesVariablesInPlace) {
  const Variable count(constant(0.f), {.name = "count"});
  Function step([&](Tensor x) {
    count.assign_add(x);
    return count.value() * 10.0;
  });
  EXPECT_EQ(step(constant(2.f)).item<float>(), 20);
  EXPECT_EQ(step(constant(3.f)).item<float>(), 50);
  EXPECT_EQ(count.value().item<float>(), 5);
}

TEST(Function, AVariableReadBeforeAStepKeepsItsValue) {
  const Variable w(constant({1.f, 2.f}), {.name = "w"});
  const Tensor before = w.value();
  Function step([&](Tensor x) {
    w.assign_sub(x);
    return x;
  });
  step(constant({1.f, 1.f}));
  EXPECT_EQ(before.to_vector<float>(), (std::vector<float>{1, 2}));
  EXPECT_EQ(w.value().to_vector<float>(), (std::vector<float>{0, 1}));
}

TEST(Function, LeavesBorrowedMemoryAsItIs) {
  float lent[2] = {1, 2};
  const Variable w(from_buffer_unowned(lent, {2}, DType::f32), {.name = "w"});
  Function step([&](Tensor x) {
    w.assign_sub(x);
    return x;
  });
  step(constant({1.f, 1.f}));
  EXPECT_EQ(w.value().to_vector<float>(), (std::vector<float>{0, 1}));
  EXPECT_EQ(lent[0], 1);
  EXPECT_EQ(lent[1], 2);
}

TEST(Function, SwapsTwoVariables) {
  const Variable a(constant(1.f), {.name = "a"}), b(constant(2.f), {.name = "b"});
  Function swap([&](Tensor x) {
    const Tensor old = a.value();
    a.assign(b.value());
    b.assign(old);
    return x;
  });
  swap(constant(0.f));
  EXPECT_EQ(a.value().item<float>(), 2);
  EXPECT_EQ(b.value().item<float>(), 1);
}

TEST(Function, ReturnsTheValueBeforeAndAfter) {
  const Variable a(constant(1.f), {.name = "a"});
  Function step([&](Tensor x) {
    const Tensor before = a.value();
    a.assign_add(x);
    return std::pair<Tensor, Tensor>{before, a.value()};
  });
  const auto [before, after] = step(constant(4.f));
  EXPECT_EQ(before.item<float>(), 1);
  EXPECT_EQ(after.item<float>(), 5);
}

TEST(Function, HoldsAWholeTrainingStep) {
  const Variable w(constant(0.f), {.name = "w"}), b(constant(0.f), {.name = "b"});
  const auto step = [&](const Tensor& x, const Tensor& y) {
    GradientTape tape;
    const Tensor loss = ops::mean(ops::square(y - (x * w + b)));
    const Tensors d = tape.gradient(loss, {w, b});
    w.assign_sub(0.1 * d[0]);
    b.assign_sub(0.1 * d[1]);
    return loss;
  };
  Function compiled([&](Tensor x, Tensor y) { return step(x, y); });
  const Tensor x = constant({-1.f, 0.f, 1.f, 2.f}), y = constant({-1.f, 1.f, 3.f, 5.f});
  float last = 0;
  for (int i = 0; i < 300; ++i) last = compiled(x, y).item<float>();
  EXPECT_LT(last, 1e-6);
  EXPECT_NEAR(w.value().item<float>(), 2, 1e-3);
  EXPECT_NEAR(b.value().item<float>(), 1, 1e-3);
  EXPECT_EQ(compiled.traces(), 1u);
}

TEST(Function, PrintsItsProgram) {
  Function square([](Tensor x) { return x * x; });
  EXPECT_EQ(square.graph(constant({1.f, 2.f})),
            "graph(x0: f32[2]) {\n  %0: f32[2] = multiply(x0, x0)\n  return %0\n}\n");
}

TEST(Function, TracesOnceForAllSizesWhereAsked) {
  Variable w(constant({{2.f}, {3.f}}), {.name = "w"});
  int bodies = 0;
  Function step(
      [&](Tensor x) {
        ++bodies;
        GradientTape tape;
        const Tensor loss = ops::mean(ops::square(ops::matmul(x, w)));
        return tape.gradient(loss, w);
      },
      {.reduce_retracing = true});
  Function exact([&](Tensor x) {
    GradientTape tape;
    return tape.gradient(ops::mean(ops::square(ops::matmul(x, w))), w);
  });
  for (const int64_t batch : {4, 3, 5, 4, 7}) {
    const Tensor x = random::normal({batch, 2}, {.seed = batch});
    EXPECT_EQ(step(x).to_vector<float>(), exact(x).to_vector<float>());
  }
  EXPECT_EQ(bodies, 2);
  EXPECT_EQ(step.traces(), 2U);
  EXPECT_EQ(step.retraces(), (std::vector<std::string>{"argument 0 is f32[?,2], was f32[4,2]"}));
}

TEST(Function, IsTracedForEachSizeThatItsBodyNeeds) {
  Function f(
      [](Tensor x) {
        return ops::reshape(x, {.newshape = {x.shape()[0] / 2, 2}});
      },
      {.reduce_retracing = true});
  for (const int64_t size : {4, 8, 2}) EXPECT_EQ(f(ones({size})).shape(), (Shape{size / 2, 2}));
}

}  // namespace
}  // namespace cornu
