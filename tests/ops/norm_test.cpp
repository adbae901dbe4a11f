#include "framework/ops/norm.h"

#include <gtest/gtest.h>

#include <cmath>

#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

const Tensor kMatrix = constant({{3.f, -4.f}, {0.f, 0.f}});

TEST(Norm, ValuesByHand) {
  const auto of = [](const NormOptions& options) {
    return ops::norm(kMatrix, options).to_vector<float>();
  };
  EXPECT_EQ(of({}), (std::vector<float>{5}));
  EXPECT_EQ(of({.axis = 1}), (std::vector<float>{5, 0}));
  EXPECT_EQ(of({.ord = 0, .axis = 1}), (std::vector<float>{2, 0}));
  EXPECT_EQ(of({.ord = 1, .axis = 1}), (std::vector<float>{7, 0}));
  EXPECT_EQ(of({.ord = INFINITY, .axis = 1}), (std::vector<float>{4, 0}));
  EXPECT_EQ(of({.ord = -INFINITY, .axis = 0}), (std::vector<float>{0, 0}));
  EXPECT_EQ(of({.ord = 1}), (std::vector<float>{4}));
  EXPECT_EQ(of({.ord = 1, .axis = {1, 0}}), (std::vector<float>{7}));
  EXPECT_EQ(of({.ord = "nuc"}), (std::vector<float>{5}));
  EXPECT_EQ(of({.ord = -2}), (std::vector<float>{0}));
  EXPECT_EQ(ops::norm(ones({2, 3, 4}), {.ord = 2, .axis = {2, 0}, .keepdims = true}).shape(),
            (Shape{1, 3, 1}));
  EXPECT_EQ(ops::norm(constant({3, 4})).text(), "Tensor(5.0, shape=(), dtype=float32)");
  EXPECT_EQ(ops::normalize(kMatrix).to_vector<float>()[1], -0.8f);
  EXPECT_EQ(ops::cdist(kMatrix, zeros({3, 2})).text(),
            "Tensor([[5. 5. 5.] [0. 0. 0.]], shape=(2, 3), dtype=float32)");
  EXPECT_EQ(ops::cross(constant({1, 2, 3}), constant({4, 5, 6})).to_vector<int>(),
            (std::vector<int>{-3, 6, -3}));
  EXPECT_EQ(ops::cross(constant({1, 2}), constant({4, 5})).item<int>(), -3);
  EXPECT_EQ(ops::cross(constant({1, 2}), constant({4, 5, 6})).to_vector<int>(),
            (std::vector<int>{12, -6, -3}));
  const auto u8 = [](const Tensor& x) { return ops::cast(x, DType::u8); };
  EXPECT_EQ(ops::cross(u8(constant({1, 2, 3})), u8(constant({4, 5, 6}))).to_vector<uint8_t>(),
            (std::vector<uint8_t>{253, 6, 253}));
}

TEST(Norm, Gradients) {
  const Tensor x = arbitrary({3, 4, 2}), y = arbitrary({5, 2}, DType::f64, 1);
  const auto check = [](const TensorFunction& f, const Tensors& at, const std::string& what) {
    EXPECT_LT(gradient_error(f, at), 1e-7) << what;
    EXPECT_LT(hessian_error(f, at), 1e-5) << what;
    const TracedFunction traced([&](const Tensors& in) { return Tensors{f(in)}; });
    EXPECT_LT(largest_difference(traced(at)[0], f(at)), 1e-13);
  };
  for (const NormOrder& order : {NormOrder(), NormOrder(3), NormOrder(-1), NormOrder(INFINITY)})
    check([&](const Tensors& in) { return ops::norm(in[0], {.ord = order, .axis = 1}); }, {x},
          order.text());
  for (const NormOrder& order : {NormOrder("nuc"), NormOrder(2), NormOrder(-1), NormOrder(-2)})
    check(
        [&](const Tensors& in) {
          return ops::norm(in[0], {.ord = order, .axis = {2, 0}});
        },
        {x}, order.text());
  check(
      [](const Tensors& in) {
        return ops::normalize(in[0], {.axis = {0, 1}});
      },
      {x}, "normalize");
  check([](const Tensors& in) { return ops::normalize(in[0], {.order = 3}); }, {x}, "normalize 3");
  check([](const Tensors& in) { return ops::cdist(in[0], in[1]); }, {x, y}, "cdist");
  check([](const Tensors& in) { return ops::cross(in[0], in[1], {.axisa = 0}); },
        {x, arbitrary({2, 3})}, "cross");
}

TEST(Norm, OrdersInFilesAreKerass) {
  const auto both_ways = [](const NormOrder& order) {
    const Json json = FieldTraits<NormOrder>::to_json(order);
    EXPECT_EQ(FieldTraits<NormOrder>::from_json(json, {}), order);
    return json.dump();
  };
  EXPECT_EQ(both_ways({}), "null");
  EXPECT_EQ(both_ways(2), "2");
  EXPECT_EQ(both_ways(2.5), "2.5");
  EXPECT_EQ(both_ways("nuc"), "\"nuc\"");
  EXPECT_EQ(both_ways(-INFINITY), "-Infinity");
}

TEST(Norm, SymbolicTensors) {
  const Tensor x = Input({3, 4});
  EXPECT_EQ(ops::norm(x, {.ord = "fro", .axis = {1, 2}}).spec().text(), "f32[?]");
  EXPECT_EQ(ops::normalize(x, {.order = 1}).spec().text(), "f32[?,3,4]");
  EXPECT_EQ(ops::cdist(x, Input({5, 4})).spec().text(), "f32[?,3,5]");
  EXPECT_EQ(ops::cross(x, Input({3, 1}), {.axis = 1}).spec().text(), "f32[?,3,4]");
}

TEST(Norm, SaysWhatDoesNotFit) {
  const Tensor x = zeros({2, 3, 4});
  const auto of = [&](const NormOptions& options) {
    return error_of([&] { ops::norm(x, options); });
  };
  EXPECT_EQ(of({}),
            "ValueError: norm: 3 axes of f32[2,3,4] hold neither vectors nor matrices.\n"
            "  hint: axis names one axis or two.");
  EXPECT_EQ(of({.ord = "fro", .axis = 1}),
            "ValueError: norm: ord \"fro\" is for matrices, and axis names one axis of vectors.");
  EXPECT_EQ(of({.ord = 3, .axis = {0, 1}}),
            "ValueError: norm: no norm of matrices has ord 3.\n"
            "  hint: \"fro\", \"nuc\", inf, -inf, 1, -1, 2 and -2 are there.");
  EXPECT_EQ(
      of({.axis = 3}),
      "ValueError: norm: axis 3 is out of range for a tensor of 3 axes.\n  hint: use -3 to 2.");
  EXPECT_EQ(of({.axis = {1, -2}}), "ValueError: norm: axis 1 is given twice.");
  EXPECT_EQ(error_of([] { NormOrder("foo"); }),
            "ValueError: norm: ord must be a number, \"fro\" or \"nuc\", not \"foo\".");
  EXPECT_EQ(error_of([&] { ops::normalize(x, {.order = 0}); }),
            "ValueError: normalize: order is 0; it must be at least 1.");
  EXPECT_EQ(
      error_of([&] { ops::cdist(x, zeros({4})); }),
      "ShapeError: cdist: vectors in rows have at least 2 axes, unlike f32[2,3,4] or f32[4].");
  EXPECT_EQ(error_of([&] {
              ops::cdist(x, zeros({4, 3}));
            }),
            "ShapeError: cdist: vectors of 4 and 3 elements: f32[2,3,4] and f32[4,3].");
  EXPECT_EQ(error_of([&] { ops::cross(x, x); }),
            "ShapeError: cross: vectors have 2 or 3 elements, but axis 2 of x1 has 4: f32[2,3,4].");
  EXPECT_EQ(error_of([] { ops::cross(ones({3}, DType::boolean), ones({3}, DType::boolean)); }),
            "DTypeError: cross: there are no products of bool vectors.");
}

}  // namespace
}  // namespace cornu
