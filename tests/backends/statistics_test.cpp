#include <gtest/gtest.h>

#include <cmath>

#include "framework/backends/cpu/blocked_channels.h"
#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "framework/ops/random_def.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

/// The auxiliary ones too.
Tensors all_outputs(const OpDef& def, const Tensors& in, const Attrs& attrs) {
  return run_eagerly(def, in, attrs, {}, ~uint64_t{0});
}

TEST(SimdArgmax, RandomAxesMatchTheReference) {
  Dice dice(1);
  for (int i = 0; i < 400; ++i) {
    Shape shape = dice(0, 5) ? random_shape(dice, 1, 4, 9) : Shape{dice(1, 3), dice(60, 900)};
    ArgmaxOptions options{.keepdims = dice.coin()};
    for (int64_t axis = 0; axis < shape.ndim(); ++axis)
      if (shape[axis] == 0) shape[axis] = 1;
    if (dice.coin()) options.axis = dice(-shape.ndim(), shape.ndim() - 1);
    const Tensor x = small_numbers(shape, static_cast<DType>(i % kDTypeCount), i);
    for (const OpDef* def : {&argmax_def, &argmin_def})
      EXPECT_EQ(kernel_error("simd", *def, {x}, options, 1), 0)
          << def->name << " of " << x.spec().text() << ", " << Attrs(options).text();
  }
}

TEST(SimdArgmax, TheFirstNaNWins) {
  for (const DType dtype : {DType::f16, DType::f32, DType::f64})
    for (const int64_t nan_at : {0, 5, 70, 199}) {
      std::vector<float> values(200, 1.f);
      values[3] = 9.f;
      for (int64_t i = nan_at; i < 200; i += 40) values[static_cast<size_t>(i)] = NAN;
      const Tensor x = ops::cast(from_buffer(values.data(), {200}, DType::f32), dtype);
      for (const OpDef* def : {&argmax_def, &argmin_def}) {
        const ForceKernel forced("simd");
        EXPECT_EQ(apply_one(*def, {x}, ArgmaxOptions{}).item<int32_t>(), nan_at) << def->name;
      }
    }
}

const char* batch_norm_kernel(DType dtype) {
  return dtype == DType::f32 || dtype == DType::f64 ? "simd" : "converted";
}

TEST(SimdBatchNorm, RandomShapesMatchTheReference) {
  Dice dice(2);
  for (int i = 0; i < 60; ++i) {
    Shape shape = random_shape(dice, 2, 4, 12);
    if (dice(0, 4) == 0) shape = {dice(1, 300), dice(1, 140)};
    for (int64_t axis = 0; axis < shape.ndim(); ++axis)
      if (shape[axis] == 0) shape[axis] = 2;
    const int64_t axis = dice(-shape.ndim(), shape.ndim() - 1);
    for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
      const DType wide = dtype == DType::f64 ? dtype : DType::f32;
      const Shape channels{shape[axis]};
      const Tensor x = arbitrary(shape, dtype, i) + 1;
      const Tensor dy = x + arbitrary(shape, dtype, i + 1);  // sums of its products do not vanish
      const Tensor gamma = arbitrary(channels, wide, 2), beta = arbitrary(channels, wide, 3);
      const BatchNormOptions options{.axis = axis, .epsilon = 1e-2};
      const double terms = static_cast<double>(x.size());
      const char* kernel = batch_norm_kernel(dtype);
      EXPECT_LT(kernel_error(kernel, batch_norm_def, {x, gamma, beta}, options, terms), 4)
          << x.spec().text() << " along " << axis;
      const Tensors y = all_outputs(batch_norm_def, {x, gamma, beta}, options);
      EXPECT_LT(
          kernel_error(kernel, batch_norm_grad_def, {x, gamma, dy, y[1], y[3]}, options, terms), 4)
          << x.spec().text() << " along " << axis;
    }
  }
}

Tensor key() {
  const uint32_t words[] = {12345, 678};
  return from_buffer(words, {2}, DType::u32);
}

TEST(SimdRandom, MatchesTheReference) {
  for (const DType dtype : all_dtypes())
    for (const int64_t count : {0, 1, 2, 7, 1024, 5001}) {
      RandomAttrs attrs{.shape = {count}, .dtype = dtype};
      EXPECT_EQ(kernel_error("simd", random_bits_def, {key()}, attrs, 1), 0)
          << concat(dtype, count);
      if (dtype == DType::boolean) continue;
      attrs.low = is_floating(dtype) ? -1.5 : 3;
      attrs.high = 100;
      const double most = is_floating(dtype) ? 4 : 0;
      EXPECT_LE(kernel_error("simd", random_uniform_def, {key()}, attrs, 1), most)
          << concat(dtype, count);
      if (!is_floating(dtype)) continue;
      attrs.mean = 0.5;
      attrs.stddev = 2;
      for (const bool truncated : {false, true}) {
        attrs.truncated = truncated;
        EXPECT_LT(kernel_error("simd", random_normal_def, {key()}, attrs, 1), 4)
            << concat(dtype, count, truncated ? " truncated" : "");
      }
    }
}

TEST(SimdDropout, MatchesTheReference) {
  for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64})
    for (const int64_t count : {0, 1, 13, 1024, 3001})
      for (const double rate : {0.0, 0.3, 1.0}) {
        const Tensor x = arbitrary({count}, dtype);
        const DropoutAttrs attrs{rate};
        EXPECT_LT(kernel_error("simd", dropout_def, {x, key()}, attrs, 1), 2);
        const Tensor kept = all_outputs(dropout_def, {x, key()}, attrs)[1];
        EXPECT_LT(kernel_error("simd", dropout_grad_def, {x, kept}, attrs, 1), 2);
      }
}

TEST(OnednnAveragePool, RandomWindowsMatchTheReference) {
  Dice dice(4);
  int taken = 0;
  for (int i = 0; i < 120; ++i) {
    const int64_t axes = dice(1, 3);
    PoolAttrs attrs;
    Shape shape{dice(1, 3)};
    for (int64_t k = 0; k < axes; ++k) {
      const int64_t size = dice(1, 3);
      attrs.pool_size.push_back(size);
      attrs.strides.push_back(dice(1, 3));
      attrs.padding.insert(attrs.padding.end(), {dice(0, size - 1), dice(0, size - 1)});
      shape.push_back(size + dice(0, 6));
    }
    shape.push_back(dice.coin() ? 16 * dice(1, 2) : dice(1, 20));
    PoolAttrs back = attrs;
    back.sizes = shape.sub(1, axes + 1).to_vector();
    const Tensor x = arbitrary(shape, dice.coin() ? DType::f32 : DType::bf16, i);
    const double terms = 27;
    if (!why_declined("onednn", average_pool_def, {x}, attrs).empty()) continue;
    ++taken;
    EXPECT_LT(kernel_error("onednn", average_pool_def, {x}, attrs, terms), 2)
        << Attrs(attrs).text();
    const Tensor dy = all_outputs(average_pool_def, {x}, attrs)[0];
    EXPECT_LT(kernel_error("onednn", average_pool_grad_def, {dy}, back, terms), 2)
        << Attrs(back).text();
    const int64_t block = cpu::preferred_block();
    if (shape[-1] % block != 0) continue;
    const Layouts blocks{.in = {cpu::blocked_channels(x.shape(), block)},
                         .out = {cpu::blocked_channels(dy.shape(), block)}};
    EXPECT_LT(
        result_error(run_in_layouts("onednn", blocks, average_pool_def, {x}, attrs), {dy}, terms),
        2)
        << Attrs(attrs).text();
  }
  EXPECT_GT(taken, 60);
}

TEST(SimdPool, HalvesMatchTheReference) {
  const PoolAttrs windows{.pool_size = {3, 2}, .strides = {2, 2}, .padding = {1, 0, 0, 1}};
  PoolAttrs back = windows;
  back.sizes = {9, 8};
  for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    const Tensor x = arbitrary({2, 9, 8, 37}, dtype);
    EXPECT_LT(kernel_error("simd", max_pool_def, {x}, windows, 1), 1);
    EXPECT_LT(kernel_error("simd", average_pool_def, {x}, windows, 6), 2);
    const Tensors y = all_outputs(max_pool_def, {x}, windows);
    EXPECT_LT(kernel_error("simd", max_pool_gather_def, {x, y[1]}, windows, 1), 1);
    EXPECT_LT(kernel_error("simd", max_pool_grad_def, {y[0], y[1]}, back, 4), 2);
    EXPECT_LT(kernel_error("simd", average_pool_grad_def, {y[0]}, back, 4), 2);
  }
}

}  // namespace
}  // namespace cornu
