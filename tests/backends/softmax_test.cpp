#include <gtest/gtest.h>

#include <cmath>

#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "framework/ops/softmax_cross_entropy.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

TEST(SimdSoftmax, ExtremesAreAsTheReferenceSays) {
  const float inf = INFINITY, nan = NAN;
  const Tensor x = constant({{-inf, 0.f, 1.f},
                             {-inf, -inf, -inf},
                             {1.f, nan, 2.f},
                             {inf, 0.f, 1.f},
                             {1e30f, -1e30f, 0.f}});
  for (const OpDef* def : {&softmax_def, &log_softmax_def})
    for (const int64_t axis : {0, 1}) {
      const auto run = [&](const char* kernel) {
        const ForceKernel forced(kernel);
        return apply_one(*def, {x}, SoftmaxOptions{axis}).to_vector<float>();
      };
      const auto got = run("simd"), expected = run("reference");
      for (size_t i = 0; i < got.size(); ++i)
        EXPECT_TRUE(std::isnan(expected[i])
                        ? std::isnan(got[i])
                        : std::abs(got[i] - expected[i]) <= 1e-6f || got[i] == expected[i])
            << def->name << " " << i << ": " << got[i] << ", not " << expected[i];
    }
}

TEST(SimdCrossEntropy, LabelsMustBeClasses) {
  for (const DType dtype : {DType::f16, DType::f32})
    EXPECT_EQ(error_of([&] {
                ops::softmax_cross_entropy(ones({2, 3}, dtype), constant({0, 3}));
              }),
              "ValueError: softmax_cross_entropy: the label 3 of row 1 is no class.\n"
              "  hint: labels must be from 0 to 2.");
}

TEST(SoftmaxCrossEntropy, GradientsOfBothOrders) {
  const Tensor labels = constant({2, 0, 1});
  const auto f = [&](const Tensors& in) { return ops::softmax_cross_entropy(in[0] * 3, labels); };
  EXPECT_LT(gradient_error(f, {arbitrary({3, 4})}), 1e-7);
  EXPECT_LT(hessian_error(f, {arbitrary({3, 4})}), 1e-6);
}

}  // namespace
}  // namespace cornu
