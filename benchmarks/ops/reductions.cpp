#include "benchmarks/ops/measured.h"
#include "framework/ops/pool.h"
#include "framework/ops/random_def.h"
#include "framework/ops/reduce.h"

namespace cornu {
namespace {

void sum(benchmark::State& state, const Shape& shape, const Axes& axes) {
  const Spec x = floats(shape);
  measure(state, Measured("sum", {x}, ReduceOptions{.axis = axes}), static_cast<double>(x.bytes()));
}
BENCHMARK_CAPTURE(sum, rows, {2048, 2048}, 1);
BENCHMARK_CAPTURE(sum, columns, {2048, 2048}, 0);
BENCHMARK_CAPTURE(sum, all, {2048, 2048}, {});
BENCHMARK_CAPTURE(sum, bias_gradient, {128, 512}, 0);
BENCHMARK_CAPTURE(sum, middle, {32, 144, 64}, 1);

PoolAttrs windows_of_two() {
  return {.pool_size = {2, 2}, .strides = {2, 2}, .padding = {0, 0, 0, 0}, .sizes = {26, 26}};
}
void max_pool(benchmark::State& state) {
  const Spec x = floats({128, 26, 26, 32});
  measure(state, Measured("max_pool", {x}, windows_of_two()),
          static_cast<double>(x.bytes()) * 1.3125);
}
BENCHMARK(max_pool);
void max_pool_grad(benchmark::State& state) {
  const Spec dy = floats({128, 13, 13, 32}), index{DType::u8, dy.shape, {}};
  measure(state, Measured("max_pool_grad", {dy, index}, windows_of_two()),
          static_cast<double>(dy.bytes()) * 5.25);
}
BENCHMARK(max_pool_grad);

PoolAttrs averaging(int64_t size) {
  const int64_t stride = size == 2 ? 2 : 1;
  return {.pool_size = {size, size},
          .strides = {stride, stride},
          .padding = {0, 0, 0, 0},
          .sizes = {26, 26}};
}
void average_pool(benchmark::State& state, const char* kernel) {
  const Spec x = floats({128, 26, 26, 32});
  measure(state, Measured("average_pool", {x}, averaging(state.range(0)), kernel),
          static_cast<double>(x.bytes()) * (state.range(0) == 2 ? 1.25 : 1.85));
}
BENCHMARK_CAPTURE(average_pool, onednn, "onednn")->Arg(2)->Arg(3);
BENCHMARK_CAPTURE(average_pool, simd, "simd")->Arg(2)->Arg(3);
void average_pool_grad(benchmark::State& state, const char* kernel) {
  const int64_t size = state.range(0) == 2 ? 13 : 24;
  const Spec dy = floats({128, size, size, 32});
  measure(state, Measured("average_pool_grad", {dy}, averaging(state.range(0)), kernel),
          static_cast<double>(dy.bytes() + 4 * 128 * 26 * 26 * 32));
}
BENCHMARK_CAPTURE(average_pool_grad, onednn, "onednn")->Arg(2)->Arg(3);
BENCHMARK_CAPTURE(average_pool_grad, simd, "simd")->Arg(2)->Arg(3);

void dropout(benchmark::State& state) {
  const Spec x = floats({1 << 20}), key{DType::u32, {2}, {}};
  measure(state, Measured("dropout", {x, key}, DropoutAttrs{0.25}),
          static_cast<double>(x.bytes()) * 2);
}
BENCHMARK(dropout);

}  // namespace
}  // namespace cornu
