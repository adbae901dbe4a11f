#include <gtest/gtest.h>

#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

/// What a program of apps/tutorials prints.
std::string printed_by(const std::string& tutorial) {
  const TemporaryFolder folder;
  const ProgramResult result = run_program("tutorials/" + tutorial, folder.path());
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.err, "");
  return result.out;
}

void expect_in_order(const std::string& text, const std::vector<std::string>& parts) {
  size_t at = 0;
  for (const std::string& part : parts) {
    const size_t found = text.find(part, at);
    ASSERT_NE(found, std::string::npos) << part << " is missing in\n" << text;
    at = found + part.size();
  }
}

TEST(Tutorials, chain_rule) {
  const std::string slopes = "g = 2, dg/da = 0.6, dg/db = 0.4, dg/dd = 0.2, dg/df = -0.4\n";
  expect_in_order(
      printed_by("chain_rule"),
      {"on a tape: " + slopes, "in a graph: " + slopes, "forward: " + slopes,
       "graph(a: f32[], b: f32[], d: f32[], f: f32[]) {\n", "  %0: f32[] = multiply(a, b)\n",
       "  %1: f32[] = add(%0, d)\n  %2: f32[] = true_divide(%1, f)\n", "  %7: f32[] = negative(%6)",
       "  %8: f32[] = multiply(%4, b)", "  %9: f32[] = multiply(%4, a)"});
}

TEST(Tutorials, cnn) {
  const std::string text = printed_by("cnn");
  expect_in_order(text,
                  {"gradient of kernel: as derived: true\n", "gradient of bias: as derived: true\n",
                   "gradient of W: as derived: true\n", "gradient of b: as derived: true\n"});
  const std::string last = "test accuracy: ";
  ASSERT_NE(text.find(last), std::string::npos) << text;
  EXPECT_GE(std::stod(text.substr(text.find(last) + last.size())), 0.96);
}

TEST(Tutorials, compile_arguments) {
  expect_in_order(printed_by("compile_arguments"),
                  {"loss: 1.25\n", "one_loss: 0.5\n", "one_mae: 0.5\n", "three_loss: 1.5\n",
                   "three_mae: 3\n", "loss in epoch 100: "});
}

TEST(Tutorials, compiled_program) {
  expect_in_order(printed_by("compiled_program"),
                  {" = matmul(", " = fused(", "2 steps in ", "  matmul by ", " us\n",
                   "  fused by simd: ", " us\n"});
}

TEST(Tutorials, derivatives) {
  EXPECT_EQ(printed_by("derivatives"),
            "4 c by c: Tensor(4.0, shape=(), dtype=float32)\n"
            "x² at -1 by x: -2\n"
            "x² at 1 by x: 2\n"
            "x² at 0 by x: 0\n"
            "\n"
            "h = Tensor([2. 18.], shape=(2,), dtype=float32)\n"
            "of output 0: Tensor([2. 1. 0.], shape=(3,), dtype=float32)\n"
            "of output 1: Tensor([0. 9. 12.], shape=(3,), dtype=float32)\n"
            "by input 0: Tensor([2. 0.], shape=(2,), dtype=float32)\n"
            "by input 1: Tensor([1. 9.], shape=(2,), dtype=float32)\n"
            "by input 2: Tensor([0. 12.], shape=(2,), dtype=float32)\n"
            "all of it: Tensor([[2. 1. 0.] [0. 9. 12.]], shape=(2, 3), dtype=float32)\n"
            "second derivatives: Tensor([[0. 1. 0.] [1. 0. 6.] [0. 6. 4.]], shape=(3, 3), "
            "dtype=float32)\n"
            "in a direction: Tensor([1. 7. 10.], shape=(3,), dtype=float32)\n");
}

TEST(Tutorials, dropout) {
  const std::string text = printed_by("dropout");
  expect_in_order(
      text, {"in training: Tensor([", "and again:   Tensor([",
             "in use:      Tensor([1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1], shape=(16,), dtype=int32)\n",
             "predictions: Tensor([[0.] [1.] [1.] [0.]], shape=(4, 1), dtype=float32)\n"});
  const size_t first = text.find('['), second = text.find('[', first + 1);
  EXPECT_NE(text.substr(first, 33), text.substr(second, 33));
}

TEST(Tutorials, graphs) {
  EXPECT_EQ(printed_by("graphs"),
            "f before any run: Tensor(shape=<unknown>, dtype=float32)\n"
            "\n"
            "graph(p: f32[...]) {\n"
            "  %0: f32[] = constant [2.0]\n"
            "  %1: f32[...] = power(p, %0)\n"
            "  %2: f32[] = variable \"runs\"\n"
            "  %3: f32[] = constant [1.0]\n"
            "  %4: f32[] = add(%2, %3)\n"
            "  return\n"
            "  update \"runs\" = %4\n"
            "}\n"
            "\n"
            "f of a list: Tensor([4. 9. 25.], shape=(3,), dtype=float32)\n"
            "f of a table: Tensor([[1. 4.] [9. 16.]], shape=(2, 2), dtype=float32)\n"
            "runs: Tensor(3.0, shape=(), dtype=float32)\n"
            "ValueError: Session::run: the placeholder \"p\", f32[...], is not fed.\n"
            "eagerly: Tensor([4. 9. 25.], shape=(3,), dtype=float32)\n");
}

TEST(Tutorials, linear_regression) {
  EXPECT_EQ(printed_by("linear_regression"),
            "loss(0.5, 8) = Tensor(1.6664679, shape=(), dtype=float32)\n"
            "loss(1.2, 10.06) = Tensor(0.29396924, shape=(), dtype=float32)\n"
            "  1  100 * loss = 39.087\n"
            " 11  100 * loss = 30.125\n"
            " 21  100 * loss = 29.732\n"
            " 31  100 * loss = 29.053\n"
            " 41  100 * loss = 28.906\n"
            " 51  100 * loss = 28.889\n"
            " 61  100 * loss = 28.886\n"
            " 71  100 * loss = 28.887\n"
            " 81  100 * loss = 28.885\n"
            " 91  100 * loss = 28.883\n"
            "score = 2.4898 + 9.7749 * hours\n");
}

TEST(Tutorials, neuron) {
  EXPECT_EQ(printed_by("neuron"),
            "prediction: Tensor([[0.5] [0.5] [0.5] [0.5]], shape=(4, 1), dtype=float32)\n"
            "loss: Tensor(0.25, shape=(), dtype=float32)\n"
            "its gradient by W: Tensor([[-0.125] [-0.125]], shape=(2, 1), dtype=float32)\n"
            "its gradient by b: Tensor([-0.125], shape=(1,), dtype=float32)\n"
            "by hand: Tensor([[-0.125] [-0.125]], shape=(2, 1), dtype=float32)\n"
            "         Tensor([-0.125], shape=(1,), dtype=float32)\n"
            "after 500 steps: Tensor([[False] [True] [True] [True]], shape=(4, 1), dtype=bool)\n");
}

TEST(Tutorials, saved_session) {
  const std::string text = printed_by("saved_session");
  const size_t at = text.find("step 11: loss ");
  ASSERT_NE(at, std::string::npos) << text;
  const std::string loss = text.substr(at + 14, text.find('\n', at) - at - 14);
  EXPECT_NEAR(std::stod(loss), 3.8295, 1e-3);
  EXPECT_EQ(text.substr(at), "step 11: loss " + loss +
                                 "\nstep 11 after restoring the variables: loss " + loss +
                                 "\nstep 11 of the program that was read: loss " + loss + "\n");
}

TEST(Tutorials, tensors) {
  const std::string text = printed_by("tensors");
  expect_in_order(text,
                  {"rank 0: Tensor(5, shape=(), dtype=int32)\n",
                   "rank 1: Tensor([2 5 3], shape=(3,), dtype=int32)\n",
                   "rank 2: Tensor([[1 2 7] [3 5 4]], shape=(2, 3), dtype=int32)\n",
                   "rank 3: Tensor([[[1 2 3]] [[7 8 9]]], shape=(2, 1, 3), dtype=int32)\n",
                   "three in all places: Tensor([[3 3 3] [3 3 3]], shape=(2, 3), dtype=int32)\n",
                   "Variable(name=\"v\", Tensor([1. 2. 3. 4. 5. 6.], shape=(6,), dtype=float32))\n",
                   "Variable(name=\"v\", Tensor([2. 3. 4. 5. 6. 0.], shape=(6,), dtype=float32))\n",
                   "Variable(name=\"v\", Tensor([0. 0. 0. 0. 0. 0.], shape=(6,), dtype=float32))\n",
                   "sums: Tensor([3], shape=(1,), dtype=int32)\n",
                   "      Tensor([4 6], shape=(2,), dtype=int32)\n",
                   "      Tensor([[6 8] [10 12]], shape=(2, 2), dtype=int32)\n",
                   "cast: Tensor([2.5 5.1 3.2], shape=(3,), dtype=float32)\n",
                   "      Tensor([21. 47. 27.], shape=(3,), dtype=float32)\n",
                   "squared error: Tensor([0.25 5.], shape=(2,), dtype=float32)\n",
                   "absolute error: Tensor([0.5 2.], shape=(2,), dtype=float32)\n",
                   "Huber's: Tensor([0.125 1.5], shape=(2,), dtype=float32)\n"});
  const auto line = [&](const std::string& name) {
    const size_t at = text.find(name) + name.size();
    return text.substr(at, text.find('\n', at) - at);
  };
  EXPECT_EQ(line("drawn: "), line("again: "));
}

}  // namespace
}  // namespace cornu
