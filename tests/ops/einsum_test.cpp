#include "framework/ops/einsum.h"

#include <gtest/gtest.h>

#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

TEST(Einsum, IsWhatOtherOpsMake) {
  const Tensor a = arbitrary({2, 3, 4}), b = arbitrary({2, 4, 5}), c = arbitrary({4});
  const auto near = [](const Tensor& got, const Tensor& expected) {
    ASSERT_EQ(got.shape(), expected.shape());
    EXPECT_LT(largest_difference(got, expected), 1e-14);
  };
  const Tensor product = ops::matmul(a, b);
  near(ops::einsum("bij,bjk->bik", {a, b}), product);
  near(ops::einsum("bij, bjk", {a, b}), ops::sum(product, {.axis = 0}));
  near(ops::einsum("...ij,...jk->...ik", {a, b}), product);
  near(ops::einsum("bij,bjk->kbi", {a, b}), ops::transpose(product, {.axes = {{2, 0, 1}}}));
  near(ops::einsum("bij->jb", {a}), ops::transpose(ops::sum(a, {.axis = 1})));
  near(ops::einsum("bij->", {a}), ops::sum(a));
  near(ops::einsum("bij,j->bij", {a, c}), a * c);
  near(ops::einsum("bij,j", {a, c}), ops::matmul(a, c));
  near(ops::einsum("i,j->ij", {c, c}), ops::expand_dims(c, {.axis = 1}) * c);
  near(ops::einsum("bij,bjk,j->ik", {a, b, c}), ops::sum(ops::matmul(a * c, b), {.axis = 0}));
  near(ops::einsum("...j,bjk->b...k", {arbitrary({3, 4}), b}), ops::matmul(arbitrary({3, 4}), b));
  near(ops::einsum("...ij,...ij->...", {a, arbitrary({1, 3, 4})}),
       ops::sum(a * arbitrary({1, 3, 4}), {.axis = {1, 2}}));
  near(ops::einsum("ab,cd->a", {arbitrary({2, 3}), c * ops::expand_dims(c, {.axis = 1})}),
       ops::sum(arbitrary({2, 3}), {.axis = 1}) * ops::sum(c * ops::expand_dims(c, {.axis = 1})));
}

TEST(Einsum, HasGradientsAndCompiles) {
  const auto f = [](const Tensors& in) {
    return ops::einsum("bij,kj,b->ki", {in[0], in[1], in[2]});
  };
  const Tensors at = {arbitrary({2, 3, 4}), arbitrary({5, 4}), arbitrary({2})};
  EXPECT_LT(gradient_error(f, at), 1e-7);
  const TracedFunction traced([&](const Tensors& in) { return Tensors{f(in)}; });
  EXPECT_LT(largest_difference(traced(at)[0], f(at)), 1e-14);
  EXPECT_EQ(ops::einsum("bij,bkj->bik", {Input({3, 4}), Input({5, 4})}).spec().text(),
            "f32[?,3,5]");
}

TEST(Einsum, SaysWhatDoesNotFit) {
  const auto of = [](const char* subscripts, const VariadicOperands& operands) {
    return error_of([&] { ops::einsum(subscripts, operands); });
  };
  const Tensor a = ones({2, 3}), b = ones({4, 5});
  EXPECT_EQ(of("ij,jk->ik", {a, b}),
            "ShapeError: einsum: \"ij,jk->ik\": sizes differ along j: f32[2,3] and f32[4,5].");
  EXPECT_EQ(of("ijk->i", {a}),
            "ShapeError: einsum: \"ijk->i\": \"ijk\" does not fit the axes of "
            "f32[2,3].");
  EXPECT_EQ(of("ij->k", {a}),
            "ValueError: einsum: \"ij->k\": the result has a letter that no operand has.");
  EXPECT_EQ(of("ii->i", {ones({3, 3})}),
            "ValueError: einsum: \"ii->i\": the letter i is twice in \"ii\".");
  EXPECT_EQ(of("ij,jk->ik", {a}),
            "ValueError: einsum: \"ij,jk->ik\": it is for more operands than 1.");
  EXPECT_EQ(of("ij->i", {a, b}), "ValueError: einsum: \"ij->i\": it is for 1 operands, not 2.");
  EXPECT_EQ(of("i&->i", {a}),
            "ShapeError: einsum: \"i&->i\": \"i&\" does not fit the axes of "
            "f32[2,3].");
  EXPECT_EQ(of("i->i&", {ones({3})}), "ValueError: einsum: \"i->i&\": unexpected \"&\".");
}

}  // namespace
}  // namespace cornu
