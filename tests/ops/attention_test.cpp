#include "framework/ops/dot_product_attention.h"

#include <gtest/gtest.h>

#include <cmath>

#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"
#include "tests/support/test_device.h"

namespace cornu {
namespace {

const Tensor kQuery = arbitrary({2, 5, 4, 3}), kKey = arbitrary({2, 6, 2, 3}, DType::f64, 1),
             kValue = arbitrary({2, 6, 2, 3}, DType::f64, 2),
             kBias = arbitrary({4, 5, 6}, DType::f64, 3),
             kMask = ops::greater(arbitrary({2, 1, 5, 6}, DType::f64, 4), -0.3);

TEST(Attention, ValuesByHand) {
  const Tensor q = ones({1, 2, 1, 1}), k = ones({1, 2, 1, 1});
  const Tensor v = ops::reshape(constant({2.f, 4.f}), {.newshape = {1, 2, 1, 1}});
  const auto of = [](const Tensor& y) { return y.to_vector<float>(); };
  EXPECT_EQ(of(ops::dot_product_attention(q, k, v)), (std::vector<float>{3, 3}));
  EXPECT_EQ(of(ops::dot_product_attention(q, k, v, {}, {}, {}, {.is_causal = true})),
            (std::vector<float>{2, 3}));
  const Tensor none = zeros({1, 2}, DType::boolean);
  EXPECT_EQ(of(ops::dot_product_attention(q, k, v, {}, none)), (std::vector<float>{3, 3}));
  const Tensor second = ops::greater(constant({0, 1}), 0);
  EXPECT_EQ(of(ops::dot_product_attention(q, k, v, {}, second)), (std::vector<float>{4, 4}));
  EXPECT_EQ(of(ops::dot_product_attention(q, k, v, constant({100.f, 0.f}))),
            (std::vector<float>{2, 2}));
  EXPECT_EQ(ops::dot_product_attention(q, zeros({1, 0, 1, 1}), zeros({1, 0, 1, 1})).shape(),
            (Shape{1, 2, 1, 1}));
}

TEST(Attention, OneHeadOfKeysServesAllQueries) {
  const auto one = [](const Tensor& x) { return slice_axis(x, 2, {0, 1}); };
  const Tensor all =
      ops::dot_product_attention(kQuery, ops::repeat(one(kKey), {.repeats = 4, .axis = 2}),
                                 ops::repeat(one(kValue), {.repeats = 4, .axis = 2}));
  EXPECT_LT(largest_difference(ops::dot_product_attention(kQuery, one(kKey), one(kValue)), all),
            1e-15);
}

TEST(Attention, ACapBoundsTheLogits) {
  const Tensor wide = kQuery * 100;
  const auto f = [&](double cap) {
    return ops::dot_product_attention(wide, kKey, kValue, kBias, kMask, 2,
                                      {.attn_logits_soft_cap = cap});
  };
  EXPECT_LT(
      largest_difference(f(1e6), ops::dot_product_attention(wide, kKey, kValue, kBias, kMask, 2)),
      1e-4);
  EXPECT_GT(largest_difference(f(1), f(2)), 1e-2);
}

/// The kernels' gradients, and through the gradient's decomposition those of order two.
TEST(Attention, Gradients) {
  const auto check = [](const TensorFunction& f, const Tensors& at, const std::string& what) {
    EXPECT_LT(gradient_error(f, at), 1e-7) << what;
    EXPECT_LT(hessian_error(f, at), 1e-5) << what;
    const TracedFunction traced([&](const Tensors& in) { return Tensors{f(in)}; });
    EXPECT_LT(largest_difference(traced(at)[0], f(at)), 1e-13);
  };
  const Tensors three = {kQuery, kKey, kValue};
  check([](const Tensors& in) { return ops::dot_product_attention(in[0], in[1], in[2]); }, three,
        "plain");
  check(
      [](const Tensors& in) {
        return ops::dot_product_attention(in[0], in[1], in[2], kBias, kMask, 0.7,
                                          {.is_causal = true});
      },
      three, "causal, masked and biased");
  check(
      [](const Tensors& in) {
        return ops::dot_product_attention(in[0], in[1], in[2], in[3], {}, in[4]);
      },
      {kQuery, kKey, kValue, kBias, arbitrary({})}, "of bias and scale");
  check(
      [](const Tensors& in) {
        return ops::dot_product_attention(in[0], in[1], in[2], {}, {}, {},
                                          {.attn_logits_soft_cap = 0.8});
      },
      three, "capped");
}

TEST(Attention, SymbolicTensorsAndOtherDevices) {
  const Tensor q = Input({5, 4, 3}), k = Input({6, 2, 3});
  EXPECT_EQ(ops::dot_product_attention(q, k, k, {}, {}, {}, {.is_causal = true}).spec().text(),
            "f32[?,5,4,3]");
  const auto there = [](const Tensor& x) { return to_device(x, test_device()); };
  const Tensor y = ops::dot_product_attention(there(kQuery), there(kKey), there(kValue), {},
                                              there(kMask), {}, {.is_causal = true});
  EXPECT_LT(largest_difference(y, ops::dot_product_attention(kQuery, kKey, kValue, {}, kMask, {},
                                                             {.is_causal = true})),
            1e-15);
}

TEST(Attention, SaysWhatDoesNotFit) {
  const auto of = [](const Shape& q, const Shape& k, const Shape& v) {
    return error_of([&] { ops::dot_product_attention(zeros(q), zeros(k), zeros(v)); });
  };
  EXPECT_EQ(of({2, 3, 4}, {2, 3, 1, 4}, {2, 3, 1, 4}),
            "ShapeError: dot_product_attention: query is f32[2,3,4]; it must have 4 axes.\n"
            "  hint: [batch, length, heads, size].");
  EXPECT_EQ(of({2, 3, 1, 4}, {2, 3, 1, 5}, {2, 3, 1, 4}),
            "ShapeError: dot_product_attention: query is f32[2,3,1,4] and key is f32[2,3,1,5]; "
            "batch (axis 0) and size (axis 3) must be equal.");
  EXPECT_EQ(of({2, 3, 1, 4}, {2, 3, 1, 4}, {2, 5, 1, 4}),
            "ShapeError: dot_product_attention: key is f32[2,3,1,4] and value is f32[2,5,1,4]; "
            "batch, length and heads must be equal.");
  EXPECT_EQ(of({2, 3, 3, 4}, {2, 3, 2, 4}, {2, 3, 2, 4}),
            "ShapeError: dot_product_attention: query has 3 heads, no multiple of the 2 of key and "
            "value.");
  const Tensor x = zeros({2, 3, 1, 4});
  EXPECT_EQ(error_of([&] {
              ops::dot_product_attention(x, x, x, zeros({2, 3}));
            }),
            "ShapeError: dot_product_attention: bias is f32[2,3]; it must broadcast to [2,1,3,3], "
            "[batch, heads, queries, keys].");
  EXPECT_EQ(error_of([&] {
              ops::dot_product_attention(x, x, x, {}, zeros({3, 3}));
            }),
            "DTypeError: dot_product_attention: mask is f32[3,3]; it must be bool.\n"
            "  hint: what is added to the logits is a bias.");
  EXPECT_EQ(error_of([&] {
              ops::dot_product_attention(x, x, x, {}, {}, {}, {.attn_logits_soft_cap = 0});
            }),
            "ValueError: dot_product_attention: attn_logits_soft_cap is 0.0; it must be > 0.");
}

}  // namespace
}  // namespace cornu
