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

TEST(Prune, KeepsWhatIsUsed) {
  EXPECT_EQ(after_pass(passes::prune,
                       "graph(x: f32[2], y: f32[2]) {\n  %0: f32[2] = exp(x)\n"
                       "  %1: f32[2] = variable \"w\"\n  %2: f32[2] = add(%1, %0)\n"
                       "  return %0\n  update \"w\" = %2\n}\n"),
            "unchanged");
}

TEST(InlineCalls, PutsTheNodesInPlace) {
  EXPECT_EQ(after_pass(passes::inline_calls,
                       "graph(x: f32[2]) {\n  %0: f32[2], %1: f32[2] = call(x) @0 in \"block\"\n"
                       "  %2: f32[2] = add(%0, %1)\n  return %2\n}\n"
                       "graph @0(x0: f32[2]) {\n  %0: f32[2] = exp(x0)\n"
                       "  %1: f32[2] = call(%0) @1\n  return %1, x0\n}\n"
                       "graph @1(x0: f32[2]) {\n  %0: f32[2] = tanh(x0) in \"block/cell\"\n"
                       "  return %0\n}\n"),
            "graph(x: f32[2]) {\n  %0: f32[2] = exp(x) in \"block\"\n"
            "  %1: f32[2] = tanh(%0) in \"block/cell\"\n  %2: f32[2] = add(%1, x)\n"
            "  return %2\n}\n");
}

TEST(InlineCalls, KeepsGraphsWithoutCalls) {
  EXPECT_EQ(after_pass(passes::inline_calls,
                       "graph(x: f32[2]) {\n  %0: f32[2] = exp(x)\n  return %0\n}\n"),
            "unchanged");
}

TEST(Share, MakesEqualNodesOne) {
  EXPECT_EQ(
      after_pass(passes::share,
                 "graph(x: f32[2]) {\n  %0: f32[2] = exp(x)\n  %1: f32[2] = exp(x)\n"
                 "  %2: f32[2] = add(%0, %1)\n  return %2\n}\n"),
      "graph(x: f32[2]) {\n  %0: f32[2] = exp(x)\n  %1: f32[2] = add(%0, %0)\n  return %1\n}\n");
}

TEST(Share, MakesEqualNumbersOne) {
  EXPECT_EQ(after_pass(passes::share,
                       "graph(x: f32[2]) {\n  %0: f32[] = constant [2.0]\n"
                       "  %1: f32[2] = multiply(x, %0)\n  %2: f32[] = constant [2.0]\n"
                       "  %3: f32[2] = multiply(x, %2)\n  return %1, %3\n}\n"),
            "graph(x: f32[2]) {\n  %0: f32[] = constant [2.0]\n"
            "  %1: f32[2] = multiply(x, %0)\n  return %1, %1\n}\n");
  EXPECT_EQ(after_pass(passes::share,
                       "graph() {\n  %0: f32[] = constant [0.0]\n  %1: f32[] = constant [-0.0]\n"
                       "  %2: f32[1] = constant [0.0]\n  %3: f64[] = constant [0.0]\n"
                       "  return %0, %1, %2, %3\n}\n"),
            "unchanged");
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

TEST(Simplify, DropsConversionsThatChangeNothing) {
  EXPECT_EQ(after_pass(passes::simplify,
                       "graph(x: f32[2]) {\n  %0: f32[2] = cast(x; dtype=float32)\n"
                       "  %1: f32[2] = broadcast_to(%0; shape=[2])\n  return %1\n}\n"),
            "graph(x: f32[2]) {\n  return x\n}\n");
}

TEST(Simplify, KeepsConversionsThatRound) {
  EXPECT_EQ(after_pass(passes::simplify,
                       "graph(x: f32[2]) {\n  %0: f16[2] = cast(x; dtype=float16)\n"
                       "  %1: f32[2] = cast(%0; dtype=float32)\n  return %1\n}\n"),
            "unchanged");
}

TEST(Simplify, MakesOneReshapeOfTwo) {
  EXPECT_EQ(after_pass(passes::simplify,
                       "graph(x: f32[2,6]) {\n  %0: f32[12] = reshape(x; newshape=[12])\n"
                       "  %1: f32[3,4] = reshape(%0; newshape=[3, 4])\n  return %1\n}\n"),
            "graph(x: f32[2,6]) {\n  %0: f32[3,4] = reshape(x; newshape=[3, 4])\n"
            "  return %0\n}\n");
  EXPECT_EQ(after_pass(passes::simplify,
                       "graph(x: f32[2,6]) {\n  %0: f32[12] = reshape(x; newshape=[12])\n"
                       "  %1: f32[2,6] = reshape(%0; newshape=[2, 6])\n  return %1\n}\n"),
            "graph(x: f32[2,6]) {\n  return x\n}\n");
}

TEST(Simplify, DropsTheNegativeOfANegative) {
  EXPECT_EQ(after_pass(passes::simplify,
                       "graph(x: f32[2]) {\n  %0: f32[2] = negative(x)\n"
                       "  %1: f32[2] = negative(%0)\n  return %1\n}\n"),
            "graph(x: f32[2]) {\n  return x\n}\n");
  EXPECT_EQ(after_pass(passes::simplify,
                       "graph(x: f32[2]) {\n  %0: f32[2] = negative(x)\n  return %0\n}\n"),
            "unchanged");
}

TEST(Simplify, DropsSubtractionOfZeroAndDivisionByOne) {
  EXPECT_EQ(after_pass(passes::simplify,
                       "graph(x: f32[2]) {\n  %0: f32[] = constant [0.0]\n"
                       "  %1: f32[2] = subtract(x, %0)\n  %2: f32[] = constant [1.0]\n"
                       "  %3: f32[2] = true_divide(%1, %2)\n  return %3\n}\n"),
            "graph(x: f32[2]) {\n  return x\n}\n");
  EXPECT_EQ(after_pass(passes::simplify,
                       "graph(x: f32[2]) {\n  %0: f32[] = constant [0.0]\n"
                       "  %1: f32[2] = subtract(%0, x)\n  return %1\n}\n"),
            "unchanged");
}

TEST(FuseEpilogues, TakesBiasAndReluOfAConvolution) {
  const std::string attrs = "strides=[1, 1], padding=[1, 1, 1, 1], dilations=[1, 1]";
  EXPECT_EQ(after_pass(passes::fuse_epilogues,
                       concat("graph(x: f32[1,4,4,2], w: f32[3,3,2,5], b: f32[5]) {\n"
                              "  %0: f32[1,4,4,5] = conv(x, w; ",
                              attrs,
                              ")\n"
                              "  %1: f32[1,4,4,5] = add(b, %0) in \"conv\"\n"
                              "  %2: f32[1,4,4,5] = relu(%1) in \"conv\"\n  return %2\n}\n")),
            concat("graph(x: f32[1,4,4,2], w: f32[3,3,2,5], b: f32[5]) {\n"
                   "  %0: f32[1,4,4,5] = conv(x, w, b; ",
                   attrs, ", activation=relu) in \"conv\"\n  return %0\n}\n"));
}

TEST(FuseEpilogues, KeepsABiasOfAnotherAxis) {
  EXPECT_EQ(after_pass(passes::fuse_epilogues,
                       "graph(x: f32[1,4,4,2], w: f32[1,1,2,5], b: f32[4,1]) {\n"
                       "  %0: f32[1,4,4,5] = conv(x, w; strides=[1, 1], padding=[0, 0, 0, 0], "
                       "dilations=[1, 1])\n"
                       "  %1: f32[1,4,4,5] = add(%0, b)\n  return %1\n}\n"),
            "unchanged");
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

TEST(FuseBiasGradients, TakesTheSumFromTheKernelsGradient) {
  const std::string conv =
      "conv_backward_weights(x, dy; strides=[1, 1], padding=[0, 0, 0, 0], dilations=[1, 1], "
      "sizes=[3, 3])";
  EXPECT_EQ(after_pass(passes::fuse_bias_gradients,
                       "graph(x: f32[2,5,5,4], dy: f32[2,3,3,8]) {\n"
                       "  %0: f32[8] = sum(dy; axis=[0,1,2])\n  %1: f32[3,3,4,8], %2: f32[8] = " +
                           conv + "\n  return %0, %1\n}\n"),
            "graph(x: f32[2,5,5,4], dy: f32[2,3,3,8]) {\n  %0: f32[3,3,4,8], %1: f32[8] = " + conv +
                "\n  return %1, %0\n}\n");
}

TEST(FuseBiasGradients, KeepsOtherSums) {
  EXPECT_EQ(after_pass(passes::fuse_bias_gradients,
                       "graph(dy: f32[2,3,3,8]) {\n  %0: f32[8] = sum(dy; axis=[0,1,2])\n"
                       "  return %0\n}\n"),
            "unchanged");
}

const std::string kPooling = "pool_size=[2, 2], strides=[2, 2], padding=[0, 0, 0, 0]";

TEST(ReluAfterPool, TakesTheLargestFirst) {
  EXPECT_EQ(after_pass(passes::relu_after_pool,
                       "graph(x: f32[2,4,4,8]) {\n  %0: f32[2,4,4,8] = relu(x)\n"
                       "  %1: f32[2,2,2,8], %2: u8[2,2,2,8] = max_pool(%0; " +
                           kPooling + ")\n  return %1\n}\n"),
            "graph(x: f32[2,4,4,8]) {\n"
            "  %0: f32[2,2,2,8], %1: u8[2,2,2,8] = max_pool(x; " +
                kPooling + ")\n  %2: f32[2,2,2,8] = relu(%0)\n  return %2\n}\n");
}

TEST(ReluAfterPool, GoesBackThroughBoth) {
  const std::string grad = kPooling + ", sizes=[4, 4])\n";
  EXPECT_EQ(after_pass(passes::relu_after_pool,
                       "graph(x: f32[2,4,4,8], dy: f32[2,2,2,8]) {\n"
                       "  %0: f32[2,4,4,8] = relu(x)\n"
                       "  %1: f32[2,2,2,8], %2: u8[2,2,2,8] = max_pool(%0; " +
                           kPooling +
                           ")\n  %3: f32[] = constant [0.0]\n"
                           "  %4: bool[2,4,4,8] = greater(%0, %3)\n"
                           "  %5: f32[2,4,4,8] = max_pool_grad(dy, %2; " +
                           grad + "  %6: f32[2,4,4,8] = where(%4, %5, %3)\n  return %1, %6\n}\n"),
            "graph(x: f32[2,4,4,8], dy: f32[2,2,2,8]) {\n"
            "  %0: f32[2,2,2,8], %1: u8[2,2,2,8] = max_pool(x; " +
                kPooling +
                ")\n  %2: f32[2,2,2,8] = relu(%0)\n  %3: f32[] = constant [0.0]\n"
                "  %4: bool[2,2,2,8] = greater(%2, %3)\n"
                "  %5: f32[2,2,2,8] = where(%4, dy, %3)\n"
                "  %6: f32[2,4,4,8] = max_pool_grad(%5, %1; " +
                grad + "  return %2, %6\n}\n");
}

TEST(ReluAfterPool, KeepsWhatIsUsedElsewhere) {
  EXPECT_EQ(after_pass(passes::relu_after_pool,
                       "graph(x: f32[2,4,4,8]) {\n  %0: f32[2,4,4,8] = relu(x)\n"
                       "  %1: f32[2,2,2,8], %2: u8[2,2,2,8] = max_pool(%0; " +
                           kPooling + ")\n  return %1, %0\n}\n"),
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
