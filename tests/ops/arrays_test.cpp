// Functions that move, join and pick elements: values by hand, gradients, and what they refuse.
#include <gtest/gtest.h>

#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

using Ints = std::vector<int>;

Ints ints(const Tensor& x) { return x.to_vector<int>(); }

TEST(Joining, PutsTensorsSideBySide) {
  const Tensor a = constant({1, 2}), b = constant({3, 4}), m = constant({{1, 2}, {3, 4}});
  EXPECT_EQ(ints(ops::append(a, 5)), (Ints{1, 2, 5}));
  EXPECT_EQ(ints(ops::append(m, b)), (Ints{1, 2, 3, 4, 3, 4}));
  EXPECT_EQ(ops::append(m, m, {.axis = 1}).shape(), (Shape{2, 4}));
  EXPECT_EQ(ints(ops::hstack({a, b})), (Ints{1, 2, 3, 4}));
  EXPECT_EQ(ints(ops::hstack({m, m})), (Ints{1, 2, 1, 2, 3, 4, 3, 4}));
  EXPECT_EQ(ops::vstack({a, b}).shape(), (Shape{4}));  // as Keras, not NumPy
  EXPECT_EQ(ops::dstack({a, b}).shape(), (Shape{1, 2, 2}));
  EXPECT_EQ(ints(ops::dstack({a, b})), (Ints{1, 3, 2, 4}));
  EXPECT_EQ(ops::hstack({constant(1), constant(2)}).shape(), (Shape{2}));
  EXPECT_EQ(error_of([] { ops::vstack({}); }), "ValueError: vstack: there are no tensors.");
}

TEST(Splits, NeedNotBeEqual) {
  const Tensor x = ops::arange(7);
  const Tensors parts = ops::array_split(x, {.indices_or_sections = 3});
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(ints(parts[0]), (Ints{0, 1, 2}));
  EXPECT_EQ(ints(parts[2]), (Ints{5, 6}));
  EXPECT_EQ(ops::array_split(constant({1, 2}), {.indices_or_sections = 3})[2].shape(), (Shape{0}));
  const Tensor cube = zeros({2, 4, 6});
  EXPECT_EQ(ops::hsplit(cube, {2})[0].shape(), (Shape{2, 2, 6}));
  EXPECT_EQ(ops::vsplit(cube, {2})[0].shape(), (Shape{1, 4, 6}));
  EXPECT_EQ(ops::dsplit(cube, {{1, 3}})[1].shape(), (Shape{2, 4, 2}));
  EXPECT_EQ(ops::hsplit(x, {7}).size(), 7u);
  EXPECT_EQ(error_of([&] { ops::dsplit(x, {1}); }),
            "ShapeError: dsplit: x needs at least 3 axes, got i32[7].");
}

TEST(Roll, ComesInAtTheOtherEnd) {
  const Tensor m = constant({{1, 2, 3}, {4, 5, 6}});
  EXPECT_EQ(ints(ops::roll(m, {.shift = 1})), (Ints{6, 1, 2, 3, 4, 5}));
  EXPECT_EQ(ints(ops::roll(m, {.shift = -4, .axis = 1})), (Ints{2, 3, 1, 5, 6, 4}));
  EXPECT_EQ(ints(ops::roll(m, {.shift = {1, 1}, .axis = {0, 1}})), (Ints{6, 4, 5, 3, 1, 2}));
  EXPECT_EQ(error_of([&] {
              ops::roll(m, {.shift = {1, 2, 3}, .axis = {0, 1}});
            }),
            "ValueError: roll: there are 3 shifts for 2 axes.");
  EXPECT_EQ(ints(ops::rot90(m)), (Ints{3, 6, 2, 5, 1, 4}));
  EXPECT_EQ(ints(ops::rot90(m, {.k = -1})), (Ints{4, 1, 5, 2, 6, 3}));
  EXPECT_EQ(ints(ops::rot90(m, {.k = 2})), (Ints{6, 5, 4, 3, 2, 1}));
  EXPECT_EQ(ints(ops::fliplr(m)), (Ints{3, 2, 1, 6, 5, 4}));
  EXPECT_EQ(ints(ops::flipud(m)), (Ints{4, 5, 6, 1, 2, 3}));
  EXPECT_EQ(error_of([] { ops::fliplr(constant({1})); }),
            "ShapeError: fliplr: x needs at least 2 axes, got i32[1].");
}

TEST(Moveaxis, KeepsTheOrderOfTheOthers) {
  const Tensor x = zeros({2, 3, 4, 5});
  EXPECT_EQ(ops::moveaxis(x, {.source = 0, .destination = -1}).shape(), (Shape{3, 4, 5, 2}));
  EXPECT_EQ(ops::moveaxis(x, {.source = {0, 1}, .destination = {-1, -2}}).shape(),
            (Shape{4, 5, 3, 2}));
  EXPECT_EQ(ops::ravel(x).shape(), (Shape{120}));
  EXPECT_EQ(error_of([&] {
              ops::moveaxis(x, {.source = {0, 1}, .destination = {1}});
            }),
            "ValueError: moveaxis: source names 2 axes, destination 1.");
}

TEST(Diagonals, AreTakenAndMade) {
  const Tensor v = constant({1, 2}), m = constant({{1, 2, 3}, {4, 5, 6}});
  EXPECT_EQ(ints(ops::diag(v)), (Ints{1, 0, 0, 2}));
  EXPECT_EQ(ints(ops::diag(v, {.k = 1})), (Ints{0, 1, 0, 0, 0, 2, 0, 0, 0}));
  EXPECT_EQ(ints(ops::diag(v, {.k = -1})), (Ints{0, 0, 0, 1, 0, 0, 0, 2, 0}));
  EXPECT_EQ(ints(ops::diag(m, {.k = 1})), (Ints{2, 6}));
  EXPECT_EQ(ints(ops::diag(m, {.k = -1})), (Ints{4}));
  EXPECT_EQ(ops::diag(m, {.k = 3}).shape(), (Shape{0}));
  EXPECT_EQ(ints(ops::trace(m)), (Ints{6}));
  EXPECT_EQ(ops::diagonal(zeros({2, 3, 4}), {.axis1 = 0, .axis2 = 2}).shape(), (Shape{3, 2}));
  EXPECT_EQ(ints(ops::tril(m)), (Ints{1, 0, 0, 4, 5, 0}));
  EXPECT_EQ(ints(ops::triu(m, {.k = 1})), (Ints{0, 2, 3, 0, 0, 6}));
  EXPECT_EQ(ints(ops::eye(2, {.M = 3, .k = 1, .dtype = DType::i32})), (Ints{0, 1, 0, 0, 0, 1}));
  EXPECT_EQ(ints(ops::tri(2, {.dtype = DType::i32})), (Ints{1, 0, 1, 1}));
  EXPECT_EQ(ints(ops::vander(constant({2, 3}), {.N = 3})), (Ints{4, 2, 1, 9, 3, 1}));
  EXPECT_EQ(error_of([] {
              ops::diag(zeros({1, 1, 1}));
            }),
            "ShapeError: diag: x must have 1 or 2 axes, got f32[1,1,1].");
}

TEST(Products, OverAxes) {
  const Tensor a = constant({1, 2}), b = constant({3, 4}), m = constant({{1, 2}, {3, 4}});
  EXPECT_EQ(ints(ops::dot(a, b)), (Ints{11}));
  EXPECT_EQ(ints(ops::dot(m, a)), (Ints{5, 11}));
  EXPECT_EQ(ints(ops::dot(a, 3)), (Ints{3, 6}));
  EXPECT_EQ(ops::dot(zeros({2, 3}), zeros({4, 3, 5})).shape(), (Shape{2, 4, 5}));
  EXPECT_EQ(ints(ops::inner(m, a)), (Ints{5, 11}));
  EXPECT_EQ(ints(ops::outer(a, b)), (Ints{3, 4, 6, 8}));
  EXPECT_EQ(ints(ops::vdot(m, m)), (Ints{30}));
  EXPECT_EQ(ints(ops::kron(a, m)), (Ints{1, 2, 2, 4, 3, 4, 6, 8}));
  EXPECT_EQ(ops::tensordot(zeros({2, 3, 4}), zeros({3, 4, 5})).shape(), (Shape{2, 5}));
  EXPECT_EQ(ops::tensordot(zeros({2, 3, 4}), zeros({4, 3, 5}),
                           {.axes = {std::vector<int64_t>{1, 2}, std::vector<int64_t>{1, 0}}})
                .shape(),
            (Shape{2, 5}));
  EXPECT_EQ(error_of([] {
              ops::tensordot(zeros({2, 3}), zeros({4, 2}), {.axes = 1});
            }),
            "ShapeError: tensordot: axis 1 of f32[2,3] meets axis 0 of f32[4,2], which has another "
            "size.");
}

TEST(Scatter, AddsAtPlaces) {
  const Tensor at = constant({{0}, {3}, {-4}}), rows = constant({{1, 2}, {3, 4}, {5, 6}});
  EXPECT_EQ(ints(ops::scatter(at, rows, {.shape = {4, 2}})), (Ints{6, 8, 0, 0, 0, 0, 3, 4}));
  const Tensor x = zeros({2, 2}, DType::i32), places = constant({{0, 1}, {1, 0}, {0, 1}}),
               values = constant({5, 6, 7});
  EXPECT_EQ(ints(ops::scatter_update(x, places, values)), (Ints{0, 7, 6, 0}));
  const auto met = [&](ScatterReduction how) {
    return ints(ops::scatter_update(ones({2, 2}, DType::i32), places, values, {.reduction = how}));
  };
  EXPECT_EQ(met(ScatterReduction::add), (Ints{1, 13, 7, 1}));
  EXPECT_EQ(met(ScatterReduction::max), (Ints{1, 7, 6, 1}));
  EXPECT_EQ(met(ScatterReduction::min), (Ints{1, 1, 1, 1}));
  EXPECT_EQ(met(ScatterReduction::mul), (Ints{1, 35, 6, 1}));
  EXPECT_EQ(error_of([&] {
              ops::scatter(at, values, {.shape = {4, 2}});
            }),
            "ShapeError: scatter: the updates must be [3,2] for indices i32[3,1], got i32[3].");
}

TEST(Slice, BeginsWhereATensorSays) {
  const Tensor x = ops::reshape(ops::arange(12), {.newshape = {3, 4}}), at = constant({1, 2});
  EXPECT_EQ(ints(ops::slice(x, at, {.shape = {2, 2}})), (Ints{6, 7, 10, 11}));
  Function part([&](Tensor start) { return ops::slice(x, start, {.shape = {2, 2}}); });
  EXPECT_EQ(ints(part(at)), (Ints{6, 7, 10, 11}));
  EXPECT_EQ(ints(part(constant({9, 0}))), (Ints{4, 5, 8, 9})) << "moved inside";
  const Tensor patch = constant({{-1, -2}});
  const Ints patched = {0, 1, 2, 3, 4, 5, -1, -2, 8, 9, 10, 11};
  EXPECT_EQ(ints(ops::slice_update(x, at, patch)), patched);
  Function update([&](Tensor start) { return ops::slice_update(x, start, patch); });
  EXPECT_EQ(ints(update(at)), patched);
  EXPECT_EQ(error_of([&] {
              ops::slice(x, at, {.shape = {3, 2}});
            }),
            "ShapeError: slice: a part of [3,2] that begins at [1, 2] leaves i32[3,4].");
  EXPECT_EQ(error_of([&] {
              ops::slice(x, at, {.shape = {4, 2}});
            }),
            "ShapeError: slice: a part of [4,2] does not fit into i32[3,4].");
}

TEST(Select, TakesTheFirstThatHolds) {
  const Tensor x = ops::arange(6);
  EXPECT_EQ(ints(ops::select({x < 2, x < 4}, {x * 10, x * 100}, -1)),
            (Ints{0, 10, 200, 300, -1, -1}));
  EXPECT_EQ(error_of([&] { ops::select({x < 2}, {}); }),
            "ValueError: select: there are 1 conditions and 0 choices.");
}

TEST(Ranges, AtEqualRatiosAndOnGrids) {
  EXPECT_EQ(ops::logspace(0, 2, {.num = 3}).to_vector<float>(), (std::vector<float>{1, 10, 100}));
  const auto ratios = ops::geomspace(1.0, 8.0, {.num = 4}).to_vector<float>();
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(ratios[i], 1 << i, 1e-5);
  const Tensors grid = ops::meshgrid({constant({1, 2, 3}), constant({4, 5})});
  EXPECT_EQ(ints(grid[0]), (Ints{1, 2, 3, 1, 2, 3}));
  EXPECT_EQ(ints(grid[1]), (Ints{4, 4, 4, 5, 5, 5}));
  EXPECT_EQ(
      ops::meshgrid({constant({1, 2, 3}), constant({4, 5})}, {.indexing = Indexing::ij})[0].shape(),
      (Shape{3, 2}));
}

TEST(Windows, FallToBothEnds) {
  EXPECT_EQ(ops::bartlett(5).to_vector<float>(), (std::vector<float>{0, 0.5, 1, 0.5, 0}));
  EXPECT_NEAR(ops::hanning(5).to_vector<float>()[1], 0.5, 1e-6);
  EXPECT_NEAR(ops::hamming(5).to_vector<float>()[0], 0.08, 1e-6);
  EXPECT_NEAR(ops::blackman(5).to_vector<float>()[1], 0.34, 1e-6);
  EXPECT_NEAR(ops::kaiser(5, 14).to_vector<float>()[1], 0.16493219, 1e-6);  // NumPy's
  EXPECT_EQ(ops::kaiser(1, 2).to_vector<float>(), (std::vector<float>{1}));
  EXPECT_EQ(ops::hanning(0).shape(), (Shape{0}));
}

TEST(ArrayGradients, AreExact) {
  const Tensor m = arbitrary({3, 4}), v = arbitrary({4}, DType::f64, 2);
  const auto check = [](const TensorFunction& f, const Tensors& x) {
    EXPECT_LT(gradient_error(f, x), 1e-7);
    EXPECT_LT(hessian_error([&](const Tensors& at) { return ops::square(f(at)); }, x), 1e-5);
  };
  check([](const Tensors& x) { return ops::roll(x[0], {.shift = 2, .axis = 1}); }, {m});
  check([](const Tensors& x) { return ops::diag(x[0], {.k = -1}); }, {v});
  check([](const Tensors& x) { return ops::diagonal(x[0], {.offset = 1}); }, {m});
  check([](const Tensors& x) { return ops::kron(x[0], x[1]); }, {m, v});
  check([](const Tensors& x) { return ops::tensordot(x[0], x[1], {.axes = 1}); }, {m, v});
  const Tensor at = constant({{2, 1}, {0, 0}, {2, 1}});
  check([&](const Tensors& x) { return ops::scatter_update(x[0], at, x[1]); },
        {m, arbitrary({3}, DType::f64, 3)});
  check(
      [](const Tensors& x) {
        return ops::slice_update(x[0], constant({1, 1}), x[1]);
      },
      {m, arbitrary({2, 2}, DType::f64, 3)});
}

}  // namespace
}  // namespace cornu
