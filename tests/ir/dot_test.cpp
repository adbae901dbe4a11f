#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "framework/trace/session.h"

namespace cornu {
namespace {

TEST(Dot, ShowsBothHalves) {
  Graph graph;
  {
    const auto scope = graph.as_default();
    const Tensor x = placeholder(DType::f32, {.shape = {2}, .name = "x"});
    GradientTape tape;
    tape.watch(x);
    const Tensor y = ops::exp(x);
    graph.outputs.push_back(value_of(tape.gradient(y, x)));
  }
  EXPECT_EQ(graph.text(),
            "graph(x: f32[2]) {\n  %0: f32[2] = exp(x)\n  %1: f32[2] = constant [1.0 1.0]\n"
            "  %2: f32[2] = multiply(%1, %0) backward\n  return %2\n}\n");
  EXPECT_EQ(graph.dot(), "");
}

}  // namespace
}  // namespace cornu
