#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <cmath>

#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

/// Until it goes, own kernels are prepared as for a processor without these instruction sets.
class Without {
 public:
  explicit Without(int64_t targets) { hwy::DisableTargets(targets); }
  ~Without() { hwy::DisableTargets(0); }
};

/// `n` keeps the shapes of one instruction set apart from another's, whose kernels are cached.
void expect_as_the_reference(int64_t n) {
  const auto check = [&](const OpDef& def, const Tensors& in, const Attrs& attrs, double terms) {
    EXPECT_LT(kernel_error("simd", def, in, attrs, terms), 4)
        << def.name << " of " << in[0].spec().text();
  };
  const PoolAttrs windows{.pool_size = {3}, .strides = {2}, .padding = {1, 1}};
  for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    const Tensor x = arbitrary({n, 7, 37}, dtype);
    check(argmax_def, {x}, ArgmaxOptions{.axis = 1}, 1);
    check(average_pool_def, {x}, windows, 3);
    check(max_pool_def, {x}, windows, 1);
    check(transpose_def, {arbitrary({n + 30, 50}, dtype)}, TransposeOptions{}, 1);
    if (size_of(dtype) < 4) continue;
    check(softmax_def, {x}, SoftmaxOptions{}, 37);
    check(softmax_def, {x}, SoftmaxOptions{.axis = 1}, 7);
    const Tensor channels = arbitrary({37}, dtype);
    check(batch_norm_def, {x + 1, channels, channels}, BatchNormOptions{}, 7.0 * 9);
    check(matmul_def, {x, arbitrary({37, 41}, dtype)}, MatmulAttrs{}, 37);
    check(conv_def, {x, arbitrary({3, 37, 5}, dtype)},
          ConvAttrs{.strides = {1}, .padding = {1, 1}, .dilations = {1}}, 3.0 * 37);
  }
}

/// Of halves and what they cannot hold.
void expect_conversions(int64_t n) {
  std::vector<float> values(static_cast<size_t>(n), 1.f);
  const float odd[] = {NAN, INFINITY, -INFINITY, 1e-7f, -6e-8f, 65520.f, 65519.f, 3e-5f};
  std::copy(std::begin(odd), std::end(odd), values.begin());
  const Tensor x = from_buffer(values.data(), {n}, DType::f32);
  for (const DType dtype : {DType::f16, DType::bf16}) {
    const auto both_ways = [&](const char* kernel) {
      const ForceKernel forced(kernel);
      return ops::cast(ops::cast(x, dtype), DType::f32).to_vector<float>();
    };
    const auto got = both_ways("simd"), expected = both_ways("reference");
    for (size_t i = 0; i < got.size(); ++i)
      EXPECT_TRUE(got[i] == expected[i] || (std::isnan(got[i]) && std::isnan(expected[i])))
          << concat(dtype) << " of " << values[i] << ": " << got[i] << ", not " << expected[i];
  }
}

TEST(InstructionSets, AVX2) {
  const Without without(HWY_AVX3 | HWY_AVX3_DL);
  expect_as_the_reference(3);
  expect_conversions(43);
}

TEST(InstructionSets, Baseline) {
  const Without without(HWY_AVX3 | HWY_AVX3_DL | HWY_AVX2);
  expect_as_the_reference(4);
  expect_conversions(44);
}

}  // namespace
}  // namespace cornu
