#include "benchmarks/ops/measured.h"
#include "framework/ops/concatenate.h"
#include "framework/ops/pad.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/take.h"
#include "framework/ops/transpose.h"

namespace cornu {
namespace {

// Each beside the reference, `…_reference`: what the kernel gains.

void transpose(benchmark::State& state, const Shape& shape, const std::vector<int64_t>& axes,
               const char* kernel) {
  const Spec x = floats(shape);
  measure(state, Measured("transpose", {x}, TransposeOptions{axes}, kernel),
          static_cast<double>(x.bytes()) * 2);
}
BENCHMARK_CAPTURE(transpose, matrix, {2048, 2048}, {1, 0}, "simd");
BENCHMARK_CAPTURE(transpose, matrix_reference, {2048, 2048}, {1, 0}, "reference");
BENCHMARK_CAPTURE(transpose, heads, {16, 256, 8, 32}, {0, 2, 1, 3}, "simd");
BENCHMARK_CAPTURE(transpose, heads_reference, {16, 256, 8, 32}, {0, 2, 1, 3}, "reference");
BENCHMARK_CAPTURE(transpose, channels_first, {32, 56, 56, 64}, {0, 3, 1, 2}, "simd");

void slice(benchmark::State& state, const char* kernel) {
  const Spec x = floats({512, 4096});
  measure(state,
          Measured("strided_slice", {x}, StridedSliceAttrs{{0, 1024}, {512, 3072}, {1, 1}}, kernel),
          static_cast<double>(x.bytes()));
}
BENCHMARK_CAPTURE(slice, columns, "simd");
BENCHMARK_CAPTURE(slice, columns_reference, "reference");

void pad(benchmark::State& state, const char* kernel) {
  const Spec x = floats({32, 56, 56, 64});
  const PadAttrs attrs{{0, 1, 1, 0}, {0, 1, 1, 0}, {0, 0, 0, 0}};
  measure(state, Measured("pad", {x}, attrs, kernel), static_cast<double>(x.bytes()) * 2);
}
BENCHMARK_CAPTURE(pad, image, "simd");
BENCHMARK_CAPTURE(pad, image_reference, "reference");

void concatenate(benchmark::State& state, const char* kernel) {
  const Spec x = floats({4096, 256});
  measure(state, Measured("concatenate", {x, x}, ConcatenateOptions{1}, kernel),
          static_cast<double>(x.bytes()) * 4);
}
BENCHMARK_CAPTURE(concatenate, columns, "simd");
BENCHMARK_CAPTURE(concatenate, columns_reference, "reference");

constexpr int64_t kWords = 20000, kLookups = 6400, kWidth = 128;

void fill_indices(Measured& work) {
  auto* indices = work.input<int32_t>(1);
  for (int64_t i = 0; i < kLookups; ++i) indices[i] = static_cast<int32_t>(i * 7919 % kWords);
}
const Spec kIndices{DType::i32, {kLookups}, {}};

void embedding(benchmark::State& state, const char* kernel) {
  const Spec table = floats({kWords, kWidth});
  Measured work("take", {table, kIndices}, TakeAttrs{0}, kernel);
  fill_indices(work);
  measure(state, work, static_cast<double>(kLookups * kWidth) * 8);
}
BENCHMARK_CAPTURE(embedding, take, "simd");
BENCHMARK_CAPTURE(embedding, take_reference, "reference");

void embedding_gradient(benchmark::State& state, const char* kernel) {
  const Spec updates = floats({kLookups, kWidth});
  Measured work("scatter_add", {updates, kIndices}, ScatterAddAttrs{0, kWords}, kernel);
  fill_indices(work);
  measure(state, work, static_cast<double>((2 * kLookups + kWords) * kWidth) * 4);
}
BENCHMARK_CAPTURE(embedding_gradient, scatter_add, "simd");
BENCHMARK_CAPTURE(embedding_gradient, scatter_add_reference, "reference");

}  // namespace
}  // namespace cornu
