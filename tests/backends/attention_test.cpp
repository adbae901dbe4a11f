#include <gtest/gtest.h>

#include <cmath>

#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

const char* kernel_of(DType dtype) {
  return dtype == DType::f32 || dtype == DType::f64 ? "simd" : "converted";
}

struct Call {
  AttentionAttrs attrs;
  Tensors in;
};

/// Now and then longer than one block of queries or keys, or wider than a product's columns.
Call some_call(Dice& dice, DType dtype, int seed) {
  const auto length = [&] { return dice(0, 3) ? dice(1, 9) : dice(90, 270); };
  const int64_t batch = dice(1, 2), queries = length(), keys = length(), key_heads = dice(1, 2),
                heads = key_heads * dice(1, 3), size = dice(0, 5) ? dice(1, 9) : dice(120, 140),
                width = dice.coin() ? size : dice(1, 9);
  Call call{{.scale = 0.5, .is_causal = dice.coin(), .bias = dice.coin(), .mask = dice.coin()},
            {arbitrary({batch, queries, heads, size}, dtype, seed) * 2,
             arbitrary({batch, keys, key_heads, size}, dtype, seed + 1) * 2,
             arbitrary({batch, keys, key_heads, width}, dtype, seed + 2)}};
  const auto extra = [&] {
    Shape shape{batch, heads, queries, keys};
    for (int64_t axis = 0; axis < 4; ++axis)
      if (dice.coin()) shape[axis] = 1;
    return dice.coin() ? shape : shape.sub(dice(1, 3));
  };
  if (call.attrs.bias) call.in.push_back(arbitrary(extra(), dtype, seed + 3));
  if (call.attrs.mask)
    call.in.push_back(ops::greater(arbitrary(extra(), DType::f32, seed + 4), 0.0));
  return call;
}

TEST(SimdAttention, RandomShapesMatchTheReference) {
  Dice dice(1);
  for (int i = 0; i < 120; ++i)
    for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
      const Call call = some_call(dice, dtype, i);
      const double terms = static_cast<double>(call.in[1].shape()[1] * call.in[0].shape()[3] + 1);
      EXPECT_LT(
          kernel_error(kernel_of(dtype), dot_product_attention_def, call.in, call.attrs, terms), 4)
          << call.in[0].spec().text() << call.in[1].spec().text() << call.attrs.is_causal;
    }
}

TEST(SimdAttention, GradientsMatchTheReference) {
  Dice dice(2);
  for (int i = 0; i < 60; ++i)
    for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
      const Call call = some_call(dice, dtype, i);
      const Tensors out =
          run_eagerly(dot_product_attention_def, call.in, call.attrs, {}, ~uint64_t{0});
      Tensors in = {
          call.in[0], call.in[1], call.in[2], out[0], arbitrary(out[0].shape(), dtype, i + 9),
          out[1]};
      in.insert(in.end(), call.in.begin() + 3, call.in.end());
      const double terms = static_cast<double>(
          (call.in[1].shape()[1] + call.in[0].shape()[1]) * call.in[0].shape()[3] + 1);
      // All three as one: where only one key is seen the first two are nothing but rounding.
      const auto run = [&](const char* kernel) {
        Tensors all;
        {
          const ForceKernel forced(kernel);
          all = apply(dot_product_attention_grad_def, in, call.attrs);
        }
        for (Tensor& x : all) x = ops::reshape(x, {.newshape = {-1}});
        return ops::concatenate(all);
      };
      EXPECT_LT(result_error({run(kernel_of(dtype))}, {run("reference")}, terms), 16)
          << call.in[0].spec().text() << call.in[1].spec().text() << call.attrs.is_causal;
    }
}

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

TEST(SimdCTC, RandomShapesMatchTheReference) {
  Dice dice(3);
  for (int i = 0; i < 200; ++i)
    for (const DType dtype : {DType::f32, DType::f64}) {
      const int64_t batch = dice(1, 3), frames = dice(1, 40), classes = dice(2, 20),
                    most = dice(1, 12);
      std::vector<int32_t> labels, label_lengths, lengths;
      for (int64_t n = 0; n < batch; ++n) {
        for (int64_t k = 0; k < most; ++k)
          labels.push_back(static_cast<int32_t>(dice(0, classes - 1)));
        label_lengths.push_back(static_cast<int32_t>(dice(0, most)));
        lengths.push_back(static_cast<int32_t>(dice(0, frames)));
      }
      Tensors in = {arbitrary({batch, frames, classes}, dtype, i) * 5,
                    ops::reshape(constant(labels), {.newshape = {batch, most}}),
                    constant(label_lengths), constant(lengths)};
      const CTCLossOptions attrs{dice(-classes, classes - 1)};
      constexpr double terms = 1e6;  // sums of logarithms down to a thousand below zero
      EXPECT_LT(kernel_error("simd", ctc_loss_def, in, attrs, terms), 4) << in[0].spec().text();
      in.push_back(arbitrary({batch}, dtype, i + 1));
      const auto run = [&](const char* kernel) {
        const ForceKernel forced(kernel);
        return apply_one(ctc_loss_grad_def, in, attrs);
      };
      EXPECT_LT(largest_difference(run("simd"), run("reference")),
                dtype == DType::f32 ? 1e-3 : 1e-11)
          << in[0].spec().text();
    }
}

TEST(SimdCTC, BeamSearchMatchesTheReference) {
  Dice dice(4);
  for (int i = 0; i < 200; ++i)
    for (const DType dtype : {DType::f32, DType::f64}) {
      const int64_t batch = dice(1, 3), frames = dice(1, 12), classes = dice(2, 6),
                    width = dice(1, 12);
      std::vector<int32_t> lengths;
      for (int64_t n = 0; n < batch; ++n) lengths.push_back(static_cast<int32_t>(dice(0, frames)));
      const Tensors in = {
          ops::log_softmax(arbitrary({batch, frames, classes}, dtype, i) * dice(1, 4)),
          constant(lengths)};
      const BeamSearchAttrs attrs{width, dice(1, width), dice(0, classes - 1)};
      const auto run = [&](const char* kernel) {
        const ForceKernel forced(kernel);
        return apply(ctc_beam_search_def, in, attrs);
      };
      const Tensors got = run("simd"), expected = run("reference");
      EXPECT_EQ(got[0].to_vector<int>(), expected[0].to_vector<int>()) << in[0].spec().text();
      EXPECT_EQ(result_error({got[1]}, {expected[1]}, 20) < 4, true) << in[0].spec().text();
    }
}

}  // namespace
}  // namespace cornu
