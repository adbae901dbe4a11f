#include "framework/compiler/passes/passes.h"

#include <gtest/gtest.h>

#include "tests/support/golden_graph.h"

namespace cornu {
namespace {

TEST(GraphText, ReadsBackWhatItWrote) {
  const std::string text =
      "graph(x: f32[2,3], y: f32[3]) {\n"
      "  %0: f32[2,3] = multiply(x, y)\n"
      "  %1: f32[] = constant [0.5]\n"
      "  %2: f32[2,3] = add(%0, %1)\n"
      "  %3: f32[2] = sum(%2; axis=-1)\n"
      "  %4: f32[2] = variable \"total\"\n"
      "  %5: f32[2] = add(%4, %3) in \"mlp/dense\"\n"
      "  return %3, %2\n"
      "  update \"total\" = %5\n"
      "}\n";
  EXPECT_EQ(parse_graph(text)->text(), text);
}

TEST(Prune, DropsWhatNothingUses) {
  EXPECT_EQ(
      after_pass(
          passes::prune,
          "graph(x: f32[2]) {\n  %0: f32[2] = exp(x)\n  %1: f32[2] = log(x)\n  return %1\n}\n"),
      "graph(x: f32[2]) {\n  %0: f32[2] = log(x)\n  return %0\n}\n");
}

TEST(Share, MakesEqualNodesOne) {
  EXPECT_EQ(
      after_pass(passes::share,
                 "graph(x: f32[2]) {\n  %0: f32[2] = exp(x)\n  %1: f32[2] = exp(x)\n"
                 "  %2: f32[2] = add(%0, %1)\n  return %2\n}\n"),
      "graph(x: f32[2]) {\n  %0: f32[2] = exp(x)\n  %1: f32[2] = add(%0, %0)\n  return %1\n}\n");
}

TEST(Share, KeepsNodesOfOtherAttributes) {
  EXPECT_EQ(
      after_pass(
          passes::share,
          "graph(x: f32[2,2]) {\n  %0: f32[2] = sum(x; axis=0)\n  %1: f32[2] = sum(x; axis=1)\n"
          "  %2: f32[2] = add(%0, %1)\n  return %2\n}\n"),
      "unchanged");
}

TEST(Simplify, DropsMultiplicationByOneAndAdditionOfZero) {
  EXPECT_EQ(after_pass(
                passes::simplify,
                "graph(x: f32[2]) {\n  %0: f32[] = constant [1.0]\n  %1: f32[2] = multiply(x, %0)\n"
                "  %2: f32[] = constant [0.0]\n  %3: f32[2] = add(%2, %1)\n  return %3\n}\n"),
            "graph(x: f32[2]) {\n  return x\n}\n");
}

TEST(Simplify, KeepsWhatChangesTheShape) {
  EXPECT_EQ(
      after_pass(
          passes::simplify,
          "graph(x: f32[]) {\n  %0: f32[2] = constant [1.0 1.0]\n  %1: f32[2] = multiply(x, %0)\n"
          "  return %1\n}\n"),
      "unchanged");
}

TEST(Simplify, ReadsThroughBroadcasts) {
  EXPECT_EQ(after_pass(passes::simplify,
                       "graph(x: f32[], y: f32[2]) {\n  %0: f32[2] = broadcast_to(x; shape=[2])\n"
                       "  %1: f32[2] = multiply(%0, y)\n  return %1\n}\n"),
            "graph(x: f32[], y: f32[2]) {\n  %0: f32[2] = multiply(x, y)\n  return %0\n}\n");
}

TEST(FuseEpilogues, TakesBiasAndRelu) {
  EXPECT_EQ(
      after_pass(passes::fuse_epilogues,
                 "graph(x: f32[4,8], w: f32[8,3], b: f32[3]) {\n  %0: f32[4,3] = matmul(x, w)\n"
                 "  %1: f32[4,3] = add(%0, b)\n  %2: f32[4,3] = relu(%1)\n  return %2\n}\n"),
      "graph(x: f32[4,8], w: f32[8,3], b: f32[3]) {\n"
      "  %0: f32[4,3] = matmul(x, w, b; activation=relu)\n  return %0\n}\n");
}

TEST(FuseEpilogues, KeepsAValueThatIsUsedTwice) {
  EXPECT_EQ(
      after_pass(passes::fuse_epilogues,
                 "graph(x: f32[4,8], w: f32[8,3], b: f32[3]) {\n  %0: f32[4,3] = matmul(x, w)\n"
                 "  %1: f32[4,3] = add(%0, b)\n  return %0, %1\n}\n"),
      "unchanged");
}

TEST(FuseElementwise, MakesOneProgramOfATree) {
  EXPECT_EQ(
      after_pass(passes::fuse_elementwise,
                 "graph(x: f32[4,3], b: f32[3]) {\n  %0: f32[4,3] = add(x, b)\n"
                 "  %1: f32[4,3] = tanh(%0)\n  %2: f32[4,3] = multiply(%1, x)\n  return %2\n}\n"),
      "graph(x: f32[4,3], b: f32[3]) {\n"
      "  %0: f32[4,3] = fused(x, b; code=[\"add 0 1\", \"tanh 2\", \"multiply 3 0\"], "
      "results=[4], dtypes=[\"float32\"])\n  return %0\n}\n");
}

TEST(FuseElementwise, KeepsWhatIsUsedElsewhere) {
  EXPECT_EQ(after_pass(passes::fuse_elementwise,
                       "graph(x: f32[4]) {\n  %0: f32[4] = exp(x)\n  %1: f32[4] = tanh(%0)\n"
                       "  return %1, %0\n}\n"),
            "unchanged");
}

TEST(FuseElementwise, KeepsOtherShapesAndArithmeticOut) {
  EXPECT_EQ(
      after_pass(passes::fuse_elementwise,
                 "graph(x: f32[], y: f32[4], i: i32[4]) {\n  %0: f32[] = exp(x)\n"
                 "  %1: f32[4] = multiply(%0, y)\n  %2: i32[4] = add(i, i)\n  return %1, %2\n}\n"),
      "unchanged");
}

}  // namespace
}  // namespace cornu
