#include <gtest/gtest.h>

#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

TEST(MatmulFusion, BiasAndReluFollowTheProduct) {
  const Tensor a = arbitrary({2, 3, 4}), b = arbitrary({4, 5}), bias = arbitrary({5});
  const Tensor plain = ops::matmul(a, b);
  EXPECT_LT(largest_difference(apply_one(matmul_def, {a, b, bias}, MatmulAttrs{}), plain + bias),
            1e-15);
  MatmulAttrs attrs;
  attrs.activation = "relu";
  EXPECT_LT(largest_difference(apply_one(matmul_def, {a, b, bias}, attrs), ops::relu(plain + bias)),
            1e-15);
  EXPECT_LT(largest_difference(apply_one(matmul_def, {a, b}, attrs), ops::relu(plain)), 1e-15);
}

}  // namespace
}  // namespace cornu
