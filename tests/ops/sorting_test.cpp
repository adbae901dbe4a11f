#include <gtest/gtest.h>

#include <cmath>

#include "framework/autodiff/tape.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"
#include "tests/support/test_device.h"

namespace cornu {
namespace {

using Floats = std::vector<float>;
using Ints = std::vector<int>;
const float kNan = std::nanf("");

TEST(Sort, PutsNanLast) {
  const Tensor x = constant({3.f, kNan, -1.f, 2.f});
  EXPECT_EQ(ops::argsort(x).to_vector<int>(), (Ints{2, 3, 0, 1}));
  const auto y = ops::sort(x).to_vector<float>();
  EXPECT_EQ((Floats{y[0], y[1], y[2]}), (Floats{-1, 2, 3}));
  EXPECT_TRUE(std::isnan(y[3]));
  EXPECT_EQ(ops::argsort(constant(7.f)).text(), "Tensor([0], shape=(1,), dtype=int32)");
  EXPECT_EQ(ops::sort(zeros({0, 3}), {.axis = 0}).shape(), (Shape{0, 3}));
  EXPECT_EQ(ops::sort(Input({4, 3}), {.axis = 1}).spec().text(), "f32[?,4,3]");
  EXPECT_EQ(error_of([] { ops::sort(constant(1.f)); }),
            "ValueError: sort: axis -1 is out of range for a tensor of 0 axes.");
}

TEST(Argpartition, ChecksThePlace) {
  const Tensor x = constant({5, 1, 4, 2});
  const auto at = ops::take(x, ops::argpartition(x, {.kth = 1})).to_vector<int>();
  EXPECT_EQ(at[1], 2);
  EXPECT_EQ(error_of([&] { ops::argpartition(x, {.kth = 4}); }),
            "ValueError: argpartition: kth is 4, but there are 4 elements.");
}

TEST(TopK, GivesValuesAndPlaces) {
  const Tensors y = ops::top_k(constant({1.f, 3.f, kNan, 3.f}), {.k = 3});
  EXPECT_EQ(y[1].to_vector<int>(), (Ints{2, 1, 3}));
  EXPECT_EQ(y[0].to_vector<float>()[1], 3);
  EXPECT_EQ(ops::top_k(ones({2, 0}), {.k = 0})[0].shape(), (Shape{2, 0}));
  EXPECT_EQ(ops::top_k(Input({5}), {.k = 2})[1].spec().text(), "i32[?,2]");
  EXPECT_EQ(error_of([] {
              ops::top_k(ones({2, 3}), {.k = 4});
            }),
            "ValueError: top_k: k is 4, but the last axis of f32[2,3] has fewer elements.");
  EXPECT_EQ(error_of([] {
              ops::top_k(ones({2, 3}), {.k = -1});
            }),
            "ValueError: top_k: k is -1; it must not be negative.");
}

TEST(InTopK, IsFalseOfWhatIsNoClassOrNotFinite) {
  const Tensor scores = constant({{1.f, 2.f, INFINITY}, {kNan, 0.f, 3.f}, {1.f, 2.f, 3.f}});
  EXPECT_EQ(ops::in_top_k(constant({2, 2, 3}), scores, {.k = 3}).to_vector<bool>(),
            (std::vector<bool>{false, false, false}));
  EXPECT_EQ(error_of([&] { ops::in_top_k(constant(1), scores, {}); }),
            "ShapeError: in_top_k: targets must be [batch] and predictions [batch, classes], not "
            "[] and [3,3].");
}

TEST(Cumulative, TakesAnyDType) {
  const Tensor narrow = ops::cast(constant({100, 100}), DType::i8);
  EXPECT_EQ(ops::cumsum(narrow).to_vector<int>(), (Ints{100, -56}));
  EXPECT_EQ(ops::cumsum(narrow, {.dtype = DType::i32}).to_vector<int>(), (Ints{100, 200}));
  EXPECT_EQ(ops::cumprod(constant({true, false})).dtype(), DType::i32);
  EXPECT_EQ(ops::cumsum(constant(3.f)).shape(), (Shape{1}));
  EXPECT_EQ(ops::cumsum(Input({4}), {.axis = 1, .dtype = DType::f64}).spec().text(), "f64[?,4]");
  EXPECT_EQ(
      error_of([&] { ops::cumsum(narrow, {.axis = 1}); }),
      "ValueError: cumsum: axis 1 is out of range for a tensor of 1 axes.\n  hint: use -1 to 0.");
}

TEST(SearchSorted, PromotesItsOperands) {
  const Tensor bounds = constant({1, 2, 2, 3});
  EXPECT_EQ(ops::searchsorted(bounds, constant({{2.5f, 2.f}})).text(),
            "Tensor([[3 1]], shape=(1, 2), dtype=int32)");
  EXPECT_EQ(ops::searchsorted(bounds, 2, {.side = "right"}).item<int>(), 3);
  EXPECT_EQ(ops::searchsorted(constant({1.f, kNan}), constant({kNan})).item<int>(), 1);
  EXPECT_EQ(error_of([&] {
              ops::searchsorted(ones({2, 2}), 1.f);
            }),
            "ShapeError: searchsorted: the sorted sequence must be 1-D, not f32[2,2].\n  hint: "
            "vectorized_map goes along other axes.");
  EXPECT_EQ(error_of([&] {
              ops::digitize(1.f, ones({2, 2}));
            }),
            "ShapeError: digitize: bins must be 1-D, not f32[2,2].");
}

TEST(TakeAlongAxis, BroadcastsOtherAxes) {
  const Tensor x = constant({{0.f, 1.f, 2.f}, {3.f, 4.f, 5.f}});
  EXPECT_EQ(ops::take_along_axis(x, constant({{0, -1}}), {.axis = 1}).to_vector<float>(),
            (Floats{0, 2, 3, 5}));
  EXPECT_EQ(ops::take_along_axis(Input({4, 3}), constant({{{1}}}), {.axis = 2}).spec().text(),
            "f32[?,4,1]");
  EXPECT_EQ(error_of([&] { ops::take_along_axis(x, constant({{0}})); }),
            "ShapeError: take_along_axis: without an axis the indices must be 1-D, not i32[1,1].\n"
            "  hint: name the axis that they count along.");
  EXPECT_EQ(error_of([&] { ops::take_along_axis(x, constant({0}), {.axis = 0}); }),
            "ShapeError: take_along_axis: x f32[2,3] and indices i32[1] have not the same number "
            "of axes.");
}

TEST(Segments, LeaveNegativeIdsOut) {
  const Tensor x = constant({1.f, 2.f, 4.f, 8.f}), ids = constant({2, -1, 0, 2});
  EXPECT_EQ(ops::segment_sum(x, ids).to_vector<float>(), (Floats{4, 0, 9}));
  EXPECT_EQ(ops::segment_prod(x, ids, {.num_segments = 4}).to_vector<float>(),
            (Floats{4, 1, 8, 1}));
  EXPECT_EQ(ops::segment_max(constant({-5, -7}), constant({1, 1})).to_vector<int>(),
            (Ints{INT32_MIN, -5}));
  EXPECT_EQ(error_of([&] {
              ops::segment_sum(x, constant({0, 1}));
            }),
            "ShapeError: segment_reduce: ids i32[2] are not one for each row of f32[4].");
  EXPECT_EQ(error_of([&] { ops::segment_min(x, constant({{0}})); }),
            "ShapeError: segment_min: segment_ids must be 1-D, not i32[1,1].\n  hint: flatten "
            "them and the same axes of data.");
}

TEST(Quantile, OfNothingAndOfNan) {
  const Tensor x = constant({{1.f, kNan, 3.f}, {4.f, 6.f, 5.f}});
  const auto y = ops::quantile(x, 0.5, {.axis = 1}).to_vector<float>();
  EXPECT_TRUE(std::isnan(y[0]));
  EXPECT_EQ(y[1], 5);
  EXPECT_EQ(ops::nanmedian(x, {.axis = 1}).to_vector<float>(), (Floats{2, 5}));
  EXPECT_EQ(ops::quantile(Input({4, 3}), constant({0.1f, 0.2f}), {.axis = 2, .keepdims = true})
                .spec()
                .text(),
            "f32[2,?,4,1]");
  EXPECT_EQ(ops::median(Input({4, 3}), {.axis = {1, 2}}).spec().text(), "f32[?]");
  EXPECT_EQ(ops::nanpercentile(Input({4}), 20, {.axis = -1}).spec().text(), "f32[?]");
  EXPECT_EQ(error_of([] {
              ops::median(zeros({2, 0}), {.axis = 1});
            }),
            "ValueError: quantile: f32[2,0] has no elements along axis 1.");
  EXPECT_EQ(error_of([&] {
              ops::quantile(x, ones({1, 1}));
            }),
            "ShapeError: quantile: q must be a number or 1-D, not f32[1,1].");
}

TEST(Extremes, InitialKeepsTheDType) {
  EXPECT_EQ(ops::max(constant({1, 2}), {.initial = 3}).text(), "Tensor(3, shape=(), dtype=int32)");
  EXPECT_EQ(ops::min(zeros({0, 2}), {.axis = 0, .initial = 3}).to_vector<float>(), (Floats{3, 3}));
  EXPECT_EQ(ops::max(constant({false, false}), {.initial = 1}).dtype(), DType::boolean);
}

TEST(Average, WeighsAlongAnAxis) {
  const Tensor x = constant({{1.f, 2.f, 3.f}, {4.f, 5.f, 6.f}});
  EXPECT_EQ(ops::average(x, constant({1, 0, 3}), {1}).to_vector<float>(), (Floats{2.5, 5.5}));
  EXPECT_EQ(error_of([&] {
              ops::average(x, constant({1, 2}));
            }),
            "ShapeError: average: weights f32[2] fit neither f32[2,3] nor one axis of it that is "
            "given.");
}

TEST(Differences, OfFewElements) {
  EXPECT_EQ(ops::diff(constant({1, 2}), {.n = 9}).shape(), (Shape{0}));
  EXPECT_EQ(ops::trapezoid(constant({1.f, 2.f}), {}, {.x = {{0, 4}}}).item<float>(), 6);
  EXPECT_EQ(error_of([] {
              ops::diff(constant({1, 2}), {.n = -1});
            }),
            "ValueError: diff: n is -1; it must not be negative.");
}

TEST(Correlate, ShortByLong) {
  const Tensor x = constant({0.f, 1.f, 0.5f}), y = constant({1.f, 2.f, 3.f, 5.f});
  EXPECT_EQ(ops::correlate(x, y).to_vector<float>(), (Floats{5.5, 3.5}));  // as NumPy
  EXPECT_EQ(ops::corrcoef(constant({1, 2, 3})).text(), "Tensor(1.0, shape=(), dtype=float32)");
  EXPECT_EQ(error_of([&] {
              ops::correlate(x, ones({2, 2}));
            }),
            "ShapeError: correlate: x1 f32[3] and x2 f32[2,2] must be 1-D and have elements.");
  EXPECT_EQ(error_of([] {
              ops::corrcoef(ones({1, 2, 2}));
            }),
            "ShapeError: corrcoef: x must be [variables, values], not f32[1,2,2].");
}

TEST(Counts, RefuseWhatIsNoCount) {
  const Tensors y = ops::histogram(constant({3, 0, 7, 5, 2}), {.bins = 4});
  EXPECT_EQ(y[0].to_vector<int>(), (Ints{1, 1, 1, 2}));
  EXPECT_EQ(y[1].to_vector<int>(), (Ints{0, 1, 3, 5, 7}));
  EXPECT_EQ(ops::bincount(zeros({0}, DType::i32), {}, {.minlength = 2}).to_vector<int>(),
            (Ints{0, 0}));
  EXPECT_EQ(ops::bincount(constant({1, 1}), {}, {.weights = {{0.5, 2}}}).to_vector<float>(),
            (Floats{0, 2.5}));
  EXPECT_EQ(error_of([] {
              ops::bincount(constant({1, -1}));
            }),
            "ValueError: bincount: x holds -1; it must not be negative.");
  EXPECT_EQ(error_of([] {
              ops::bincount(constant({1, 1}), constant({1.f}));
            }),
            "ShapeError: bincount: weights f32[1] are not one for each element of i32[2].");
  EXPECT_EQ(error_of([] { ops::bincount(constant({1}), {}, {.sparse = true}); }),
            "ValueError: bincount: sparse tensors do not exist here.\n  hint: leave sparse out.");
  EXPECT_EQ(error_of([] { ops::histogram(ones({3}), {.bins = 0}); }),
            "ValueError: histogram: bins is 0; it must be at least 1.");
  EXPECT_EQ(error_of([] {
              ops::histogram(ones({3}), {.range = {{3, 1}}});
            }),
            "ValueError: histogram: range goes from 3.0 down to 1.0.");
  EXPECT_EQ(error_of([] {
              ops::histogram(ones({3, 1}));
            }),
            "ShapeError: histogram: x must be 1-D, not f32[3,1].");
}

TEST(Unique, OfNothingAndOfNan) {
  EXPECT_EQ(ops::unique(constant({kNan, 1.f, kNan}))[0].shape(), (Shape{3}));
  const Tensors none = ops::unique(
      zeros({0}), {.return_index = true, .return_inverse = true, .return_counts = true});
  for (const Tensor& each : none) EXPECT_EQ(each.shape(), (Shape{0}));
  EXPECT_EQ(ops::isin(constant({1, 2}), zeros({0}), {.invert = true}).to_vector<bool>(),
            (std::vector<bool>{true, true}));
  EXPECT_EQ(ops::unravel_index(constant({{5}, {3}}), {{2, 3}})[0].to_vector<int>(), (Ints{1, 1}));
  EXPECT_EQ(error_of([] { ops::nonzero(constant(3)); }),
            "ShapeError: nonzero: x i32[] has no axes.");
  EXPECT_EQ(error_of([] { ops::unravel_index(1.f, {{2}}); }),
            "DTypeError: unravel_index: indices must be integers, not f32[].");
  EXPECT_EQ(error_of([] { ops::unravel_index(1, {{unknown}}); }),
            "ShapeError: unravel_index: the shape [?] is not known.");
}

/// What depends on elements is read where there are some, and asked for in a traced program.
TEST(Traced, CountsMustBeGiven) {
  const Tensor x = constant({3, 1, 3}), y = constant({1.f, 2.f, 4.f});
  const auto traced = [](auto f) { return Function(f); };
  const auto fails = [&](auto f) { return error_of([&] { traced(f)(x, y); }); };
  EXPECT_NE(fails([](Tensor ids, Tensor) { return ops::unique(ids)[0]; }).find("hint: give size."),
            std::string::npos);
  EXPECT_NE(fails([](Tensor ids, Tensor) { return ops::nonzero(ids)[0]; }).find("traced program"),
            std::string::npos);
  EXPECT_NE(fails([](Tensor ids, Tensor) { return ops::bincount(ids); }).find("segment_sum"),
            std::string::npos);
  EXPECT_NE(fails([](Tensor ids, Tensor data) {
              return ops::segment_sum(data, ids);
            }).find("hint: give num_segments."),
            std::string::npos);
}

/// Eagerly, traced and on a device that the host cannot look into.
TEST(Traced, GivesTheSame) {
  const Tensor x = arbitrary({4, 6}, DType::f32), ids = constant({3, 1, 3, 0});
  const auto f = [](Tensor t, Tensor at) {
    const auto flat = [](const Tensor& y) {
      return ops::reshape(ops::cast(y, DType::f32), {.newshape = {-1}});
    };
    Tensors parts = {flat(ops::sort(t, {.axis = 0})),
                     flat(ops::argsort(t)),
                     flat(ops::cumprod(t, {.axis = 1})),
                     flat(ops::quantile(t, 0.3, {.axis = 1})),
                     flat(ops::nanmedian(t, {.axis = 0})),
                     flat(ops::segment_max(t, at, {.num_segments = 5})),
                     flat(ops::isin(at, ops::cast(at, DType::i64) + 2)),
                     flat(ops::take_along_axis(t, ops::argsort(t), {.axis = 1})),
                     flat(ops::corrcoef(t))};
    for (const bool sorted : {true, false})
      for (const Tensor& each : ops::unique(at, {.sorted = sorted,
                                                .return_index = true,
                                                .return_inverse = true,
                                                .return_counts = true,
                                                .size = 5}))
        parts.push_back(flat(each));
    for (const Tensor& each : ops::top_k(t, {.k = 2})) parts.push_back(flat(each));
    for (const Tensor& each : ops::histogram(t[0])) parts.push_back(flat(each));
    return ops::concatenate(parts);
  };
  const Floats expected = f(x, ids).to_vector<float>();
  EXPECT_EQ(Function(f)(x, ids).to_vector<float>(), expected);
  const Tensor there = to_device(x, test_device()), at = to_device(ids, test_device());
  EXPECT_EQ(f(there, at).to_vector<float>(), expected);
}

struct Smooth {
  const char* name;
  Tensor (*f)(const Tensors&);
};

class SortingGradients : public testing::TestWithParam<Smooth> {};

TEST_P(SortingGradients, AreThoseOfDifferences) {
  const auto f = [](const Tensors& in) { return ops::tanh(GetParam().f(in)); };
  const Tensors x = {arbitrary({5, 4}), arbitrary({5, 4}, DType::f64, 3)};
  EXPECT_LT(gradient_error(f, x), 1e-7);
  EXPECT_LT(hessian_error(f, x), 1e-6);
}

const Tensor kIds = constant({2, 0, -1, 2, 0});
INSTANTIATE_TEST_SUITE_P(
    Functions, SortingGradients,
    testing::Values(
        Smooth{"sort", [](const Tensors& x) { return ops::sort(x[0], {.axis = 0}) * x[1]; }},
        Smooth{"top_k", [](const Tensors& x) { return ops::top_k(x[0] * x[1], {.k = 3})[0]; }},
        Smooth{"cumsum", [](const Tensors& x) { return ops::cumsum(x[0] * x[1], {.axis = 0}); }},
        Smooth{"cumprod", [](const Tensors& x) { return ops::cumprod(x[0] + x[1], {.axis = 1}); }},
        Smooth{"cumprod_of_zeros",
               [](const Tensors& x) {
                 const Tensor holes = constant({{1., 0., 0., 1.}});
                 return ops::cumprod(x[0] * ops::cast(holes, DType::f64), {.axis = 1}) + x[1];
               }},
        Smooth{"linear_recurrence",
               [](const Tensors& x) {
                 return ops::linear_recurrence(x[0], x[1], {1, true});
               }},
        Smooth{"take_along_axis",
               [](const Tensors& x) {
                 return ops::take_along_axis(x[0] * x[1], constant({{1, 1, -1}}), {.axis = 1});
               }},
        Smooth{"segment_sum", [](const Tensors& x) { return ops::segment_sum(x[0] * x[1], kIds); }},
        Smooth{"segment_max",
               [](const Tensors& x) {
                 return ops::segment_max(x[0] * x[1], kIds, {.num_segments = 3}) * 1e-3;
               }},
        Smooth{"segment_prod",
               [](const Tensors& x) { return ops::segment_prod(x[0] + x[1], kIds); }},
        Smooth{"quantile",
               [](const Tensors& x) {
                 return ops::quantile(x[0] * x[1], constant({0.2f, 0.7f}), {.axis = 1});
               }},
        Smooth{"nanquantile",
               [](const Tensors& x) {
                 const Tensor gap =
                     ops::where(constant({{true, false, false, false}}), NAN, x[0] * x[1]);
                 return ops::nanquantile(gap, 0.4, {.axis = 1});
               }},
        Smooth{"nanvar",
               [](const Tensors& x) {
                 const Tensor gap =
                     ops::where(constant({{true, false, false, false}}), NAN, x[0] * x[1]);
                 return ops::nanvar(gap, {.axis = 1});
               }},
        Smooth{"average",
               [](const Tensors& x) { return ops::average(x[0], x[1] + 2.0, {Axes(1)}); }},
        Smooth{"trapezoid",
               [](const Tensors& x) { return ops::trapezoid(x[0], x[1], {.axis = 0}); }},
        Smooth{"correlate",
               [](const Tensors& x) { return ops::correlate(x[0][0], x[1][1], {.mode = "same"}); }},
        Smooth{"corrcoef", [](const Tensors& x) { return ops::corrcoef(x[0] * x[1]); }},
        Smooth{"unique", [](const Tensors& x) { return ops::unique(x[0] * x[1])[0]; }}),
    [](const auto& row) { return std::string(row.param.name); });

/// Where two factors are 0 each other's gradients hold.
TEST(SortingGradientsAtZeros, OfCumprodAreExact) {
  const Tensor x = constant({2.f, 0.f, 3.f, 0.f, 5.f});
  GradientTape tape;
  tape.watch(x);
  const Tensor y = ops::cumprod(x);
  EXPECT_EQ(tape.gradient(y, x).to_vector<float>(), (Floats{1, 2 + 6, 0, 0, 0}));
}

}  // namespace
}  // namespace cornu
