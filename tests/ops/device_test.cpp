#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/ops/losses.h"
#include "framework/ops/ops.h"
#include "framework/runtime/tracer.h"
#include "tests/support/error_of.h"
#include "tests/support/test_device.h"

namespace cornu {
namespace {

// The default device stays the CPU: numbers follow the tensors beside them.
const Tensor kHere = constant({{0.5f, -1.f, 2.f}, {1.f, 0.25f, -3.f}});

TEST(Devices, NumbersFollowTheTensorsBesideThem) {
  const Tensor there = to_device(kHere, test_device());
  EXPECT_EQ(there.device(), test_device());
  EXPECT_EQ(there.to_vector<float>(), kHere.to_vector<float>());
  const auto scalar = [](const Tensor& t) { return ops::reshape(t, {.newshape = {1}}); };
  const auto f = [&](const Tensor& x) {
    const Tensor a = ops::tanh(x * 2.0 + 1) / (3 - x), b = ops::where(x > 0.0, x, -1.0);
    const Tensor c =
        ops::maximum(0.5, b) + ops::max(x, {.axis = 1, .keepdims = true, .initial = 1.0});
    const Tensor padded = ops::pad(c, {.pad_width = {{1, 1}}}, 2.0);
    const Tensor hot = ops::one_hot(ops::argmax(x, {.axis = 1}), {.num_classes = 3});
    const Tensor kept = random::dropout(x, 0.5, {.seed = 3});
    return ops::concatenate({scalar(ops::prod(a)), scalar(ops::mean(padded)),
                             scalar(ops::sum(hot * x)), scalar(ops::sum(kept))});
  };
  const Tensor y = f(there);
  EXPECT_EQ(y.device(), test_device());
  EXPECT_EQ(y.to_vector<float>(), f(kHere).to_vector<float>());
}

TEST(Devices, GradientsStayWhereTheirTensorsAre) {
  const auto gradient = [](const Tensor& x) {
    const Tensor labels = to_device(constant({2, 0}), x.device());
    GradientTape tape;
    tape.watch(x);
    const Tensor loss = losses::sparse_categorical_crossentropy(
        labels, ops::relu(x) * 2.0, {.from_logits = true, .ignore_class = 0});
    return tape.gradient(ops::mean(loss), x);
  };
  const Tensor there = gradient(to_device(kHere, test_device()));
  EXPECT_EQ(there.device(), test_device());
  EXPECT_EQ(there.to_vector<float>(), gradient(kHere).to_vector<float>());
}

TEST(Devices, TensorsOfTwoDevicesDoNotMix) {
  const Tensor there = to_device(kHere, test_device());
  EXPECT_EQ(error_of([&] { return there + kHere; }),
            "DeviceError: add: a is on test:0, b is on cpu:0.\n"
            "  hint: to_device(x, device) moves a tensor.");
  EXPECT_EQ((to_device(there, kHere.device()) + kHere).device(), kHere.device());
  EXPECT_EQ(to_device(kHere, kHere.device()).id(), kHere.id());
}

TEST(Devices, NothingIsMovedInAGraphOrUnderATape) {
  {
    GraphTracer tracer;
    const Tensor x = tracer.input("x", {DType::f32, {2}});
    EXPECT_EQ(error_of([&] { to_device(x, test_device()); }),
              "ValueError: to_device: f32[2] is a value of a graph, which runs on one device.\n"
              "  hint: move what is fed to the graph.");
  }
  GradientTape tape;
  tape.watch(kHere);
  EXPECT_EQ(error_of([&] { to_device(kHere, test_device()); }),
            "ValueError: to_device: no gradient flows from one device to another.\n"
            "  hint: move x before the tape watches it.");
}

}  // namespace
}  // namespace cornu
