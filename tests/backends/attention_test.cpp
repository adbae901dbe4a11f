#include <gtest/gtest.h>

#include <cmath>

#include "framework/ops/ops.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

/// A bias of minus infinity hides a key; whole blocks of such keys are nothing at all.
TEST(SimdAttention, InfiniteBiasesHideKeys) {
  const Tensor q = arbitrary({1, 3, 1, 4}, DType::f32),
               k = arbitrary({1, 300, 1, 4}, DType::f32, 1),
               v = arbitrary({1, 300, 1, 4}, DType::f32, 2);
  const Tensor far = ops::less(ops::arange(300), 290);
  const Tensor bias = ops::where(far, -INFINITY, ops::cast(0.0, DType::f32));
  const auto last = [](const Tensor& x) { return slice_axis(x, 1, {290, 300}); };
  const Tensor expected = ops::dot_product_attention(q, last(k), last(v));
  EXPECT_LT(largest_difference(ops::dot_product_attention(q, k, v, bias), expected), 1e-6);
}

}  // namespace
}  // namespace cornu
