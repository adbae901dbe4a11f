#include <gtest/gtest.h>

#include <functional>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

const Tensor kMatrix = constant({{1.f, 2.f, 3.f}, {4.f, 5.f, 6.f}});

Tensor gradient(const Tensor& x, const std::function<Tensor(const Tensor&)>& f) {
  GradientTape tape;
  tape.watch(x);
  return tape.gradient(f(x), x);
}

TEST(Transpose, ReversesOrPermutesAxes) {
  EXPECT_EQ(ops::transpose(kMatrix).text(),
            "Tensor([[1. 4.] [2. 5.] [3. 6.]], shape=(3, 2), dtype=float32)");
  const Tensor x = ops::reshape(ops::arange(24), {.newshape = {2, 3, 4}});
  const Tensor y = ops::transpose(x, {.axes = {{1, 2, 0}}});
  EXPECT_EQ(y.shape(), (Shape{3, 4, 2}));
  EXPECT_EQ(y.at<int>({2, 1, 1}), x.at<int>({1, 2, 1}));
  EXPECT_EQ(ops::swapaxes(x, {.axis1 = 0, .axis2 = -1}).shape(), (Shape{4, 3, 2}));
  EXPECT_EQ(error_of([&] {
              ops::transpose(x, {.axes = {{0, 0, 1}}});
            }),
            "ValueError: transpose: axes [0, 0, 1] do not name each of 3 axes once.");
}

TEST(Transpose, GradientIsTurnedBack) {
  const Tensor weights = constant({{1.f, 2.f}, {3.f, 4.f}, {5.f, 6.f}});
  const Tensor d = gradient(kMatrix, [&](const Tensor& x) { return ops::transpose(x) * weights; });
  EXPECT_EQ(d.to_vector<float>(), (std::vector<float>{1, 3, 5, 2, 4, 6}));
}

TEST(Concatenate, JoinsAlongAnAxisAndPromotes) {
  const Tensor y = ops::concatenate({kMatrix, constant({{7}, {8}})}, {.axis = -1});
  EXPECT_EQ(y.text(), "Tensor([[1. 2. 3. 7.] [4. 5. 6. 8.]], shape=(2, 4), dtype=float32)");
  EXPECT_EQ(ops::concatenate({zeros({0, 3}), kMatrix}).shape(), (Shape{2, 3}));
  EXPECT_EQ(
      error_of([&] {
        ops::concatenate({kMatrix, zeros({2, 4})});
      }),
      "ShapeError: concatenate: shapes differ beside axis 0: tensor 0 is f32[2,3], tensor 1 is "
      "f32[2,4].");
  EXPECT_EQ(error_of([&] { ops::concatenate(Tensors{}); }),
            "ValueError: concatenate: the list of tensors is empty.");
  const Tensor d = gradient(kMatrix, [&](const Tensor& x) {
    return ops::concatenate({x, x * 2.0}, {.axis = 1}) * constant({1.f, 2.f, 3.f, 4.f, 5.f, 6.f});
  });
  EXPECT_EQ(d.to_vector<float>(), (std::vector<float>{9, 12, 15, 9, 12, 15}));
}

TEST(Stack, MakesANewAxis) {
  const Tensor a = constant({1, 2}), b = constant({3, 4});
  EXPECT_EQ(ops::stack({a, b}).to_vector<int>(), (std::vector<int>{1, 2, 3, 4}));
  EXPECT_EQ(ops::stack({a, b}, {.axis = -1}).to_vector<int>(), (std::vector<int>{1, 3, 2, 4}));
  const Tensors back = ops::unstack(ops::stack({a, b}), {.axis = 0});
  ASSERT_EQ(back.size(), 2u);
  EXPECT_EQ(back[1].to_vector<int>(), (std::vector<int>{3, 4}));
}

TEST(Split, CutsIntoPartsOrAtIndices) {
  const Tensors columns = ops::split(kMatrix, {.indices_or_sections = 3, .axis = 1});
  ASSERT_EQ(columns.size(), 3u);
  EXPECT_EQ(columns[1].to_vector<float>(), (std::vector<float>{2, 5}));
  const Tensors parts = ops::split(ops::arange(6), {.indices_or_sections = {1, 4}});
  EXPECT_EQ(parts[1].to_vector<int>(), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(parts[2].to_vector<int>(), (std::vector<int>{4, 5}));
  EXPECT_EQ(error_of([&] { ops::split(kMatrix, {.indices_or_sections = 2, .axis = 1}); }),
            "ShapeError: split: axis 1 of f32[2,3] does not divide into 2 equal parts.");
  EXPECT_EQ(
      error_of([&] {
        ops::split(ops::arange(6), {.indices_or_sections = {2, 7}});
      }),
      "ShapeError: split: indices [2, 7] do not rise from 0 to the size of axis 0 of i32[6].");
  const Tensor d = gradient(kMatrix, [](const Tensor& x) {
    return ops::split(x, {.indices_or_sections = 3, .axis = 1})[2] * 5.0;
  });
  EXPECT_EQ(d.to_vector<float>(), (std::vector<float>{0, 0, 5, 0, 0, 5}));
}

TEST(ExpandDims, AndSqueeze) {
  const Tensor x = ops::expand_dims(kMatrix, {.axis = {0, -1}});
  EXPECT_EQ(x.shape(), (Shape{1, 2, 3, 1}));
  EXPECT_EQ(ops::squeeze(x).shape(), (Shape{2, 3}));
  EXPECT_EQ(ops::squeeze(x, {.axis = -1}).shape(), (Shape{1, 2, 3}));
  EXPECT_EQ(error_of([&] { ops::squeeze(x, {.axis = 1}); }),
            "ShapeError: squeeze: axis 1 of f32[1,2,3,1] has size 2, not 1.");
  EXPECT_EQ(error_of([&] { ops::expand_dims(kMatrix, {.axis = 3}); }),
            "ValueError: expand_dims: axis 3 is out of range for a tensor of 3 axes.\n"
            "  hint: use -3 to 2.");
}

TEST(StopGradient, CutsThePath) {
  const Tensor d = gradient(kMatrix, [](const Tensor& x) { return x * ops::stop_gradient(x); });
  EXPECT_EQ(d.to_vector<float>(), kMatrix.to_vector<float>());
}

TEST(Slice, TakesPythonsSlices) {
  const Tensor x = ops::reshape(ops::arange(12), {.newshape = {3, 4}});
  EXPECT_EQ(x[1].to_vector<int>(), (std::vector<int>{4, 5, 6, 7}));
  EXPECT_EQ(x[-1].to_vector<int>(), (std::vector<int>{8, 9, 10, 11}));
  EXPECT_EQ(x.slice({all, {1, 3}}).to_vector<int>(), (std::vector<int>{1, 2, 5, 6, 9, 10}));
  EXPECT_EQ(x.slice({{0, 10}, all}).shape(), (Shape{3, 4}));
  EXPECT_EQ(x.slice({all, -1}).to_vector<int>(), (std::vector<int>{3, 7, 11}));
  EXPECT_EQ(x.slice({{2, -4, -1}, {0, 4, 3}}).to_vector<int>(),
            (std::vector<int>{8, 11, 4, 7, 0, 3}));
  EXPECT_EQ(x.slice({{2, 1}}).shape(), (Shape{0, 4}));
  EXPECT_EQ(error_of([&] { x[3]; }),
            "ValueError: slice: index 3 is out of range for axis 0 of i32[3,4].");
  EXPECT_EQ(error_of([&] {
              x.slice({all, all, 0});
            }),
            "ValueError: slice: 3 indices for i32[3,4].");
  EXPECT_EQ(error_of([&] { x.slice({{0, 2, 0}}); }), "ValueError: slice: a step is 0.");
}

TEST(Slice, TakesEllipsisAndNewAxes) {
  const Tensor x = zeros({2, 3, 4});
  using A = Argument;
  const Argument key(A::List{A(A::None()), A(A::Ellipsis()), A(int64_t{1}), A(A::None())});
  EXPECT_EQ(ops::get_item(x, key).shape(), (Shape{1, 2, 3, 1}));
  EXPECT_EQ(error_of([&] {
              ops::get_item(x, A(A::List{A(A::Ellipsis()), A(A::Ellipsis())}));
            }),
            "ValueError: slice: more than one ellipsis.");
  EXPECT_EQ(error_of([&] { ops::get_item(x, A(x)); }),
            "ValueError: slice: a key must be an integer, a slice, an ellipsis or None.\n"
            "  hint: ops::take gathers by the elements of a tensor.");
}

TEST(Slice, GradientGoesBackToItsPlaces) {
  const Tensor x = constant({1.f, 2.f, 3.f, 4.f, 5.f});
  const auto of = [&](Range range) {
    return gradient(x,
                    [&](const Tensor& t) {
                      return t.slice({range}) * constant({1.f, 2.f});
                    })
        .to_vector<float>();
  };
  EXPECT_EQ(of({1, 3}), (std::vector<float>{0, 1, 2, 0, 0}));
  EXPECT_EQ(of({0, 4, 2}), (std::vector<float>{1, 0, 2, 0, 0}));
  EXPECT_EQ(of({4, 0, -3}), (std::vector<float>{0, 2, 0, 0, 1}));
}

TEST(Pad, AddsConstantsAndMirrors) {
  const Tensor x = constant({1, 2, 3});
  const auto padded = [&](const char* mode) {
    return ops::pad(x, {.pad_width = {{2, 1}}, .mode = mode}).to_vector<int>();
  };
  EXPECT_EQ(padded("constant"), (std::vector<int>{0, 0, 1, 2, 3, 0}));
  EXPECT_EQ(padded("reflect"), (std::vector<int>{3, 2, 1, 2, 3, 2}));
  EXPECT_EQ(padded("symmetric"), (std::vector<int>{2, 1, 1, 2, 3, 3}));
  EXPECT_EQ(ops::pad(x, {.pad_width = {{1, 0}}}, 9).to_vector<int>(),
            (std::vector<int>{9, 1, 2, 3}));
  EXPECT_EQ(ops::pad(x, {.pad_width = {{0, 1}}}, constant(7)).to_vector<int>(),
            (std::vector<int>{1, 2, 3, 7}));
  EXPECT_EQ(ops::pad(kMatrix, {.pad_width = {{1, 0}, {0, 2}}}).shape(), (Shape{3, 5}));
  EXPECT_EQ(ops::pad(kMatrix, {.pad_width = {{1, 1}}}).shape(), (Shape{4, 5}));
  EXPECT_EQ(error_of([&] {
              ops::pad(kMatrix, {.pad_width = {{1, 0}, {0, 2}, {0, 0}}});
            }),
            "ShapeError: pad: 3 pairs for f32[2,3].\n  hint: one pair for each axis.");
  EXPECT_EQ(error_of([&] {
              ops::pad(x, {.pad_width = {{3, 0}}, .mode = "reflect"});
            }),
            "ValueError: pad: axis 0 of i32[3] is too short to be mirrored by 3 elements.");
  EXPECT_EQ(error_of([&] {
              ops::pad(x, {.pad_width = {{-1, 0}}});
            }),
            "ValueError: pad: axis 0 is padded by a negative number of elements.");
}

TEST(Flip, TurnsAxesRound) {
  EXPECT_EQ(ops::flip(kMatrix, {.axis = 1}).to_vector<float>(),
            (std::vector<float>{3, 2, 1, 6, 5, 4}));
  EXPECT_EQ(ops::flip(kMatrix).to_vector<float>(), (std::vector<float>{6, 5, 4, 3, 2, 1}));
}

}  // namespace
}  // namespace cornu
