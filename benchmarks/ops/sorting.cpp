#include <random>

#include "benchmarks/ops/measured.h"
#include "framework/ops/cumsum.h"
#include "framework/ops/searchsorted.h"
#include "framework/ops/segment_reduce.h"
#include "framework/ops/sort.h"
#include "framework/ops/take_along_axis.h"
#include "framework/ops/top_k.h"

namespace cornu {
namespace {

constexpr int64_t kMillion = 1'000'000;
const Shape kRow{kMillion}, kRows{1000, 1000}, kShortRows{100'000, 10};

/// Normally distributed elements, times 100: integers repeat a little.
void fill(const Measured& work, DType dtype) {
  std::mt19937 random;
  std::normal_distribution<double> normal(0, 100);
  dispatch(dtype, [&]<class T>(T) {
    T* x = const_cast<Measured&>(work).input<T>(0);
    for (int64_t i = 0; i < kMillion; ++i)
      x[i] = static_cast<T>(static_cast<float>(normal(random)));
  });
}

void run(benchmark::State& state, const Measured& work, DType dtype) {
  fill(work, dtype);
  for (auto _ : state) work();
  state.counters["ns/element"] = benchmark::Counter(
      kMillion / 1e9, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void along(benchmark::State& state, const char* op, DType dtype, const Shape& shape, int64_t axis) {
  run(state, Measured(op, {{dtype, shape, {}}}, SortAttrs{axis}, "simd", 1), dtype);
}
#define ALONG(op, dtype)                                                            \
  BENCHMARK_CAPTURE(along, op##_##dtype##_row, #op, DType::dtype, kRow, 0);         \
  BENCHMARK_CAPTURE(along, op##_##dtype##_rows, #op, DType::dtype, kRows, 1);       \
  BENCHMARK_CAPTURE(along, op##_##dtype##_short, #op, DType::dtype, kShortRows, 1); \
  BENCHMARK_CAPTURE(along, op##_##dtype##_columns, #op, DType::dtype, kShortRows, 0)
ALONG(sort, f32);
ALONG(sort, f64);
ALONG(sort, i32);
ALONG(sort, i64);
ALONG(sort, u8);
ALONG(sort, f16);
ALONG(argsort, f32);
ALONG(argsort, f64);
ALONG(argsort, i32);
ALONG(argsort, i64);
ALONG(argsort, u8);

void cumulate(benchmark::State& state, const char* op, DType dtype, const Shape& shape,
              int64_t axis) {
  run(state, Measured(op, {{dtype, shape, {}}}, CumulativeAttrs{axis}), dtype);
}
BENCHMARK_CAPTURE(cumulate, cumsum_f32_row, "cumsum", DType::f32, kRow, 0);
BENCHMARK_CAPTURE(cumulate, cumsum_f32_rows, "cumsum", DType::f32, kRows, 1);
BENCHMARK_CAPTURE(cumulate, cumsum_f32_short, "cumsum", DType::f32, kShortRows, 1);
BENCHMARK_CAPTURE(cumulate, cumsum_f32_columns, "cumsum", DType::f32, kRows, 0);
BENCHMARK_CAPTURE(cumulate, cumsum_f64_row, "cumsum", DType::f64, kRow, 0);
BENCHMARK_CAPTURE(cumulate, cumsum_i32_row, "cumsum", DType::i32, kRow, 0);
BENCHMARK_CAPTURE(cumulate, cumsum_i64_rows, "cumsum", DType::i64, kRows, 1);
BENCHMARK_CAPTURE(cumulate, cumprod_f32_row, "cumprod", DType::f32, kRow, 0);

void top_k(benchmark::State& state, DType dtype, const Shape& shape, int64_t k) {
  run(state, Measured("top_k", {{dtype, shape, {}}}, TopKOptions{k}), dtype);
}
BENCHMARK_CAPTURE(top_k, f32_row_10, DType::f32, kRow, 10);
BENCHMARK_CAPTURE(top_k, f32_row_half, DType::f32, kRow, kMillion / 2);
BENCHMARK_CAPTURE(top_k, f32_rows_10, DType::f32, kRows, 10);
BENCHMARK_CAPTURE(top_k, f32_rows_100, DType::f32, kRows, 100);
BENCHMARK_CAPTURE(top_k, f32_short_5, DType::f32, kShortRows, 5);
BENCHMARK_CAPTURE(top_k, i64_rows_10, DType::i64, kRows, 10);

/// Numbers in [0, end) in no order.
template <class T>
void fill_indices(Measured& work, size_t input, int64_t count, int64_t end) {
  std::mt19937 random;
  T* indices = work.input<T>(input);
  for (int64_t i = 0; i < count; ++i)
    indices[i] = static_cast<T>(random() % static_cast<uint64_t>(end));
}

void searchsorted(benchmark::State& state, int64_t bounds) {
  Measured work("searchsorted", {floats({bounds}), floats({kMillion})}, SearchSortedOptions{});
  for (int64_t i = 0; i < bounds; ++i) work.input<float>(0)[i] = static_cast<float>(i);
  fill_indices<float>(work, 1, kMillion, bounds);
  for (auto _ : state) work();
}
BENCHMARK_CAPTURE(searchsorted, in_hundred, 100);
BENCHMARK_CAPTURE(searchsorted, in_million, kMillion);

void take_along_axis(benchmark::State& state, const Shape& shape, int64_t axis) {
  Measured work("take_along_axis", {floats(shape), {DType::i32, shape, {}}}, TakeAttrs{axis});
  fill_indices<int32_t>(work, 1, kMillion, shape[axis]);
  for (auto _ : state) work();
}
BENCHMARK_CAPTURE(take_along_axis, row, kRow, 0);
BENCHMARK_CAPTURE(take_along_axis, rows, kRows, 1);
BENCHMARK_CAPTURE(take_along_axis, columns, kRows, 0);

void scatter_along_axis(benchmark::State& state, const Shape& shape, int64_t axis) {
  Measured work("scatter_along_axis", {floats(shape), {DType::i32, shape, {}}},
                ScatterAddAttrs{axis, shape[axis]});
  fill_indices<int32_t>(work, 1, kMillion, shape[axis]);
  for (auto _ : state) work();
}
BENCHMARK_CAPTURE(scatter_along_axis, row, kRow, 0);
BENCHMARK_CAPTURE(scatter_along_axis, rows, kRows, 1);
BENCHMARK_CAPTURE(scatter_along_axis, columns, kRows, 0);

void take(benchmark::State& state, const Shape& shape, int64_t count) {
  Measured work("take", {floats(shape), {DType::i32, {count}, {}}}, TakeAttrs{0});
  fill_indices<int32_t>(work, 1, count, shape[0]);
  for (auto _ : state) work();
}
BENCHMARK_CAPTURE(take, elements, kRow, kMillion);
BENCHMARK_CAPTURE(take, slices, Shape{10000, 64}, 20000);

void scatter_add(benchmark::State& state, const Shape& updates, int64_t size) {
  Measured work("scatter_add", {floats(updates), {DType::i32, {updates[0]}, {}}},
                ScatterAddAttrs{0, size});
  fill_indices<int32_t>(work, 1, updates[0], size);
  for (auto _ : state) work();
}
BENCHMARK_CAPTURE(scatter_add, elements, kRow, kMillion);
BENCHMARK_CAPTURE(scatter_add, slices, Shape{20000, 64}, 10000);

void segment_sum(benchmark::State& state, const Shape& data, int64_t segments) {
  Measured work("segment_reduce", {floats(data), {DType::i32, {data[0]}, {}}},
                SegmentAttrs{SegmentReduction::sum, segments});
  fill_indices<int32_t>(work, 1, data[0], segments);
  for (auto _ : state) work();
}
BENCHMARK_CAPTURE(segment_sum, elements, kRow, 1000);
BENCHMARK_CAPTURE(segment_sum, rows, Shape{20000, 64}, 10000);

}  // namespace
}  // namespace cornu
