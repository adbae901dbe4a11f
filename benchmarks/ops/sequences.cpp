#include "benchmarks/ops/measured.h"
#include "framework/ops/ctc_decode.h"
#include "framework/ops/ctc_loss.h"
#include "framework/ops/dot_product_attention.h"

namespace cornu {
namespace {

/// Attention of one sequence of that length, 8 heads of 64; counted in operations.
void attention(benchmark::State& state, int64_t length, bool causal, bool gradient,
               const char* kernel) {
  const Spec x = floats({1, length, 8, 64});
  std::vector<Spec> in{x, x, x};
  if (gradient) in.insert(in.end(), {x, x, floats({1, 8, length, 2})});
  Measured work(gradient ? "dot_product_attention_grad" : "dot_product_attention", in,
                AttentionAttrs{.scale = 0.125, .is_causal = causal}, kernel);
  for (int64_t i = 0; gradient && i < 8 * length; ++i) work.input<float>(5)[2 * i + 1] = 1;
  measure_operations(
      state, work,
      static_cast<double>(length * length * 8 * 64) * (gradient ? 10 : 4) / (causal ? 2 : 1));
}
BENCHMARK_CAPTURE(attention, short, 128, false, false, "simd");
BENCHMARK_CAPTURE(attention, long, 2048, false, false, "simd");
BENCHMARK_CAPTURE(attention, long_causal, 2048, true, false, "simd");
BENCHMARK_CAPTURE(attention, long_gradient, 2048, false, true, "simd");
BENCHMARK_CAPTURE(attention, short_reference, 128, false, false, "reference");

/// 8 sequences of 200 frames of 32 classes and 40 labels; counted in states.
void ctc(benchmark::State& state, bool gradient, const char* kernel) {
  const Spec counts{DType::i32, {8}, {}};
  std::vector<Spec> in{floats({8, 200, 32}), {DType::i32, {8, 40}, {}}, counts, counts};
  if (gradient) in.push_back(floats({8}));
  Measured work(gradient ? "ctc_loss_grad" : "ctc_loss", in, CTCLossOptions{}, kernel);
  for (int64_t i = 0; i < 8 * 40; ++i) work.input<int32_t>(1)[i] = static_cast<int32_t>(1 + i % 31);
  for (int64_t i = 0; i < 8; ++i) work.input<int32_t>(2)[i] = 40, work.input<int32_t>(3)[i] = 200;
  measure_operations(state, work, 8 * 200 * 81);
}
BENCHMARK_CAPTURE(ctc, loss, false, "simd");
BENCHMARK_CAPTURE(ctc, gradient, true, "simd");
BENCHMARK_CAPTURE(ctc, gradient_reference, true, "reference");

void beam_search(benchmark::State& state, const char* kernel) {
  Measured work("ctc_beam_search", {floats({8, 100, 32}), {DType::i32, {8}, {}}},
                BeamSearchAttrs{.beam_width = 100}, kernel);
  for (int64_t i = 0; i < 8; ++i) work.input<int32_t>(1)[i] = 100;
  for (int64_t i = 0; i < 8 * 100 * 32; ++i)
    work.input<float>(0)[i] = -static_cast<float>(i * i % 97) / 10;
  measure_operations(state, work, 8 * 100 * 100 * 32);
}
BENCHMARK_CAPTURE(beam_search, simd, "simd");
BENCHMARK_CAPTURE(beam_search, reference, "reference");

}  // namespace
}  // namespace cornu
