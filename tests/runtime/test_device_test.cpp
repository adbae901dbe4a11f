#include "tests/support/test_device.h"

#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"

namespace cornu {
namespace {

TEST(TestDevice, RunsNothingUntilAValueIsRead) {
  const OnTestDevice scope;
  const Tensor a = constant({1.f, 2.f}), b = constant({3.f, 4.f});
  const size_t before = test_device_work();
  const Tensor c = a * b + 1.0;
  EXPECT_EQ(test_device_work(), before);
  EXPECT_EQ(c.to_vector<float>(), (std::vector<float>{4, 9}));
  EXPECT_GT(test_device_work(), before);
}

TEST(TestDeviceDeathTest, ItsMemoryIsClosedToTheHost) {
  const OnTestDevice scope;
  const Tensor a = constant({1.f, 2.f});
  EXPECT_DEATH(
      {
        volatile float stolen = *static_cast<const float*>(a.data());
        (void)stolen;
      },
      "");
}

TEST(TestDevice, TrainsACompiledStep) {
  const OnTestDevice scope;
  const Variable w(constant(0.f), {.name = "w"}), b(constant(0.f), {.name = "b"});
  Function step([&](Tensor x, Tensor y) {
    GradientTape tape;
    const Tensor loss = ops::mean(ops::square(y - (x * w + b)));
    const Tensors d = tape.gradient(loss, {w, b});
    w.assign_sub(0.1 * d[0]);
    b.assign_sub(0.1 * d[1]);
    return loss;
  });
  const Tensor x = constant({-1.f, 0.f, 1.f, 2.f}), y = constant({-1.f, 1.f, 3.f, 5.f});
  for (int i = 0; i < 200; ++i) step(x, y);
  EXPECT_NEAR(w.value().item<float>(), 2, 1e-2);
}

TEST(TestDevice, RunsAScan) {
  const OnTestDevice scope;
  const Tensor x = constant({{1.f, 2.f}, {3.f, 4.f}});
  const ops::ScanStep out = ops::scan(
      [](const Tensors& c, const Tensors& in) {
        return ops::ScanStep{{c[0] + in[0]}, {c[0] * 2.0}};
      },
      {constant({0.f, 0.f})}, {x});
  EXPECT_EQ(out.carries[0].to_vector<float>(), (std::vector<float>{4, 6}));
  EXPECT_EQ(out.results[0].to_vector<float>(), (std::vector<float>{0, 0, 2, 4}));
}

}  // namespace
}  // namespace cornu
