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
  EXPECT_EQ(graph.dot(), R"(digraph {
  node [shape=box, style="rounded,filled", fillcolor=white]
  subgraph cluster_n_forward {
  label="forward"
  bgcolor=aliceblue
  n0 [label="input x"]
  n1 [label="exp"]
  n2 [label="constant"]
  }
  subgraph cluster_n_backward {
  label="backward"
  bgcolor=mistyrose
  n3 [label="multiply"]
  }
  n0 -> n1 [label="f32[2]"]
  n2 -> n3 [label="f32[2]"]
  n1 -> n3 [label="f32[2]"]
  n_result0 [shape=ellipse, label="result 0"]
  n3 -> n_result0 [label="f32[2]"]
}
)");
}

}  // namespace
}  // namespace cornu
