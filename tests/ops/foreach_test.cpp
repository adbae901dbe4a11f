#include "framework/ops/foreach.h"

#include <gtest/gtest.h>

#include "framework/ops/elementwise.h"
#include "framework/ops/ops.h"
#include "framework/runtime/backend.h"
#include "framework/runtime/process.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

/// velocity' = momentum * velocity - rate * gradient; weight' = weight + velocity'.
ForeachAttrs momentum_step() {
  ForeachAttrs attrs{.scalars = 2, .roles = 3};  // rate, momentum; weight, gradient, velocity
  FusedProgram& program = attrs.program;
  const int64_t kept = program.add(5, row_multiply, 1, 4),
                step = program.add(5, row_multiply, 0, 3);
  const int64_t velocity = program.add(5, row_subtract, kept, step);
  program.results = {program.add(5, row_add, 2, velocity), velocity};
  program.dtypes = {DType::f32, DType::f32};
  return attrs;
}

TEST(Foreach, UpdatesEveryTensor) {
  const Tensor rate = constant(0.5f), momentum = constant(0.25f);
  const Tensors in = {rate,
                      momentum,
                      constant({1.f, 2.f}),
                      constant({{3.f}}),  // weights
                      constant({2.f, 4.f}),
                      constant({{6.f}}),  // gradients
                      constant({4.f, 8.f}),
                      constant({{0.f}})};  // velocities
  for (const char* kernel : {"simd", "reference"}) {
    const ForceKernel forced(kernel);
    const Tensors out = ops::foreach (in, momentum_step());
    ASSERT_EQ(out.size(), 4u);
    EXPECT_EQ(out[0].to_vector<float>(), (std::vector<float>{1, 2}));
    EXPECT_EQ(out[1].to_vector<float>(), (std::vector<float>{0}));
    EXPECT_EQ(out[2].to_vector<float>(), (std::vector<float>{0, 0}));
    EXPECT_EQ(out[3].to_vector<float>(), (std::vector<float>{-3}));
    EXPECT_EQ(out[1].shape(), (Shape{1, 1}));
  }
}

/// Operands in arenas, results over them, any number of threads.
TEST(Foreach, RunsInPlaceOverArenas) {
  const std::vector<int64_t> sizes = {1000, 1, 0, 70000, 33};
  int64_t total = 0;
  for (const int64_t size : sizes) total += size;
  const auto count = static_cast<size_t>(total);
  std::vector<Spec> in_specs = {{DType::f32, {}, {}}, {DType::f32, {}, {}}}, out_specs;
  for (int role = 0; role < 3; ++role)
    for (const int64_t size : sizes) in_specs.push_back({DType::f32, {size}, {}});
  for (int result = 0; result < 2; ++result)
    for (const int64_t size : sizes) out_specs.push_back({DType::f32, {size}, {}});
  const Attrs attrs(momentum_step());
  const auto kernel = prepare_kernel({*find_op("foreach"), attrs, in_specs, out_specs}, {});
  EXPECT_STREQ(kernel->name, "simd");
  std::vector<std::vector<float>> seen;
  for (const int threads : {1, 2}) {
    const int before = num_threads();
    set_num_threads(threads);
    std::vector<float> arenas[3];
    for (auto& arena : arenas)
      for (size_t i = 0; i < count; ++i) arena.push_back(static_cast<float>(i % 101));
    const float rate = 0.5f, momentum = 0.25f;
    std::vector<const void*> in = {&rate, &momentum};
    std::vector<void*> out;
    for (auto& arena : arenas) {
      float* at = arena.data();
      for (const int64_t size : sizes) {
        in.push_back(at);
        at += size;
      }
    }
    for (const size_t role : {0u, 2u}) {
      float* at = arenas[role].data();
      for (const int64_t size : sizes) {
        out.push_back(at);
        at += size;
      }
    }
    kernel->run(backend_of({}).stream(0), {in.data(), out.data(), nullptr});
    set_num_threads(before);
    for (size_t i = 0; i < count; ++i) {
      const float x = static_cast<float>(i % 101), velocity = 0.25f * x - 0.5f * x;
      ASSERT_EQ(arenas[0][i], x + velocity) << i;
      ASSERT_EQ(arenas[2][i], velocity) << i;
    }
    seen.push_back(arenas[0]);
  }
  EXPECT_EQ(seen[0], seen[1]);
}

TEST(Foreach, RefusesRolesOfOtherShapes) {
  EXPECT_EQ(error_of([] {
              ops::foreach ({constant(1.f), constant(1.f), constant({1.f, 2.f}), constant({1.f}),
                             constant({1.f, 2.f})},
                            momentum_step());
            }),
            "ShapeError: foreach: tensor 0 is f32[2] in role 0 and f32[1] in role 1.");
}

}  // namespace
}  // namespace cornu
