#include "framework/autodiff/tape.h"

#include <gtest/gtest.h>

#include "framework/base/error.h"
#include "framework/ops/ops.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

TEST(GradientTape, OfASquareIsTwiceX) {
  for (const float at : {-1.f, 1.f, 0.f}) {
    const Tensor x = constant(at);
    GradientTape tape;
    tape.watch(x);
    const Tensor y = x * x;
    EXPECT_EQ(tape.gradient(y, x).item<float>(), 2 * at);
  }
}

TEST(GradientTape, SumsWhatBroadcastingRepeated) {
  const Tensor x = constant({{1.f, 2.f, 3.f}, {4.f, 5.f, 6.f}});
  const Variable b(constant({1.f, 1.f, 1.f}), {.name = "b"});
  GradientTape tape;
  const Tensor y = ops::sum(x * b);
  EXPECT_EQ(tape.gradient(y, b).to_vector<float>(), (std::vector<float>{5, 7, 9}));
}

TEST(GradientTape, DifferentiatesItsOwnGradientWhilePersistent) {
  const Tensor c = constant(2.0f);
  GradientTape outer({.persistent = true});
  outer.watch(c);
  const Tensor f = 4 * c * c;
  const Tensor first = outer.gradient(f, c), second = outer.gradient(first, c);
  EXPECT_EQ(first.item<float>(), 16);
  EXPECT_EQ(second.item<float>(), 8);
}

TEST(GradientTape, OfMatmulToBothOperands) {
  const Variable w(constant({{1.f, 2.f}, {3.f, 4.f}, {5.f, 6.f}}), {.name = "w"});
  const Tensor x = constant({{1.f, 0.f, 2.f}});
  GradientTape tape;
  tape.watch(x);
  const Tensor y = ops::sum(ops::matmul(x, w));
  const Tensors d = tape.gradient(y, {w, x});
  EXPECT_EQ(d[0].to_vector<float>(), (std::vector<float>{1, 1, 0, 0, 2, 2}));
  EXPECT_EQ(d[1].to_vector<float>(), (std::vector<float>{3, 7, 11}));
}

TEST(GradientTape, IsEmptyWhereNothingDepends) {
  const Tensor x = constant(1.f), y = constant(2.f);
  GradientTape tape;
  tape.watch(x);
  EXPECT_FALSE(tape.gradient(y * y, x).defined());
}

TEST(GradientTape, GivesZerosForWhatIsNotConnectedWhereTheyAreWanted) {
  const Tensor x = constant({1.f, 2.f}), y = constant(2.f);
  const Variable w(zeros({1, 1}, DType::f64), {.name = "w"});
  GradientTape tape({.persistent = true});
  tape.watch(x);
  const Tensor z = y * y;
  const GradientOptions zeros{.unconnected_gradients = UnconnectedGradients::zero};
  EXPECT_EQ(tape.gradient(z, x, zeros).to_vector<float>(), (std::vector<float>{0, 0}));
  const Tensors both = tape.gradient(ops::sum(x), {x, w}, zeros);
  EXPECT_EQ(both[0].to_vector<float>(), (std::vector<float>{1, 1}));
  EXPECT_EQ(both[1].spec(), w.spec());
}

TEST(GradientTape, WeighsTheTargetsElements) {
  const Tensor x = constant({1.f, 2.f, 3.f});
  GradientTape tape;
  tape.watch(x);
  const Tensor y = x * x;
  EXPECT_EQ(
      tape.gradient(y, x, {.output_gradients = {constant({1.f, 0.f, -1.f})}}).to_vector<float>(),
      (std::vector<float>{2, 0, -6}));
}

TEST(GradientTape, GivesGradientsByName) {
  const Variable w(constant(3.f), {.name = "w"}), b(constant(1.f), {.name = "b"});
  GradientTape tape;
  const auto found = tape.gradient(w * 2 + b, {{"w", w}, {"b", b}});
  EXPECT_EQ(found.size(), 2u);
  EXPECT_EQ(found.at("w").item<float>(), 2);
  EXPECT_EQ(found.at("b").item<float>(), 1);
}

TEST(GradientTape, PausesAndStartsAnew) {
  const Tensor x = constant(3.f);
  GradientTape tape({.persistent = true});
  tape.watch(x);
  Tensor y = x * x, aside;
  {
    const auto pause = tape.stop_recording();
    aside = y * x;
  }
  y = y + x;
  EXPECT_EQ(tape.gradient(y, x).item<float>(), 7);
  EXPECT_FALSE(tape.gradient(aside, x).defined());
  tape.reset();
  const Tensor z = x * 5;
  EXPECT_FALSE(tape.gradient(y, x).defined());
  EXPECT_FALSE(tape.gradient(z, x).defined()) << "watched no more";
  tape.watch(x);
  EXPECT_EQ(tape.gradient(x * 5, x).item<float>(), 5);
}

TEST(GradientTape, ListsTheVariablesItWatched) {
  const Variable w(constant(3.f), {.name = "w"}), b(constant(1.f), {.name = "b"}),
      frozen(constant(1.f), {.name = "frozen", .trainable = false});
  GradientTape tape;
  const Tensor first = w * 2, second = b * w, third = frozen * 2;
  EXPECT_EQ(tape.watched_variables(), (Variables{w, b}));
}

TEST(GradientTape, MayBeAskedWithinATraceThatBeganAfterIt) {
  const Tensor x = constant(3.f);
  {
    GradientTape tape;
    tape.watch(x);
    const Tensor y = x * x;
    const auto step = [&](const Tensors&, const Tensors& in) {
      return ops::ScanStep{{}, {tape.gradient(y, x) * in[0]}};
    };
    EXPECT_EQ(ops::scan(step, {}, {constant({1.f, 2.f})}).results[0].to_vector<float>(),
              (std::vector<float>{6, 12}));
  }
  EXPECT_EQ((x * x).item<float>(), 9) << "nothing of the tape is left";
}

TEST(GradientTape, GivesJacobians) {
  const Variable w(constant({{1.f, 2.f}, {3.f, 4.f}}), {.name = "w"});
  const Tensor x = constant({5.f, 6.f});
  GradientTape tape({.persistent = true});
  tape.watch(x);
  const Tensor y = ops::matmul(w, x);
  EXPECT_EQ(tape.jacobian(y, x).to_vector<float>(), (std::vector<float>{1, 2, 3, 4}));
  const Tensor to_w = tape.jacobian(y, w);
  EXPECT_EQ(to_w.shape(), (Shape{2, 2, 2}));
  EXPECT_EQ(to_w.to_vector<float>(), (std::vector<float>{5, 6, 0, 0, 0, 0, 5, 6}));
  EXPECT_EQ(tape.jacobian(y, std::vector<Source>{x, w})[0].shape(), (Shape{2, 2}));
  EXPECT_EQ(tape.jacobian(y, constant(1.f)).to_vector<float>(), (std::vector<float>{0, 0}));
}

TEST(GradientTape, GivesJacobiansOfSamplesByThemselves) {
  const Tensor x = constant({{1.f, 2.f}, {3.f, 4.f}, {5.f, 6.f}});
  GradientTape tape({.persistent = true});
  tape.watch(x);
  const Tensor y =
      ops::concatenate({x * x, ops::sum(x, {.axis = 1, .keepdims = true})}, {.axis = 1});
  const Tensor each = tape.batch_jacobian(y, x), whole = tape.jacobian(y, x);
  EXPECT_EQ(each.shape(), (Shape{3, 3, 2}));
  for (int64_t sample = 0; sample < 3; ++sample)
    EXPECT_EQ(each[sample].to_vector<float>(),
              whole[sample].slice({all, {sample, sample + 1}}).to_vector<float>());
  EXPECT_EQ(error_of([&] { tape.batch_jacobian(ops::sum(x), x); }),
            "ShapeError: batch_jacobian: the value has no axis of samples.");
  EXPECT_EQ(error_of([&] { tape.batch_jacobian(ops::sum(x, {.axis = 0}), x); }),
            "ShapeError: batch_jacobian: the value has 2 samples, the source is [3,2].");
}

}  // namespace
}  // namespace cornu
