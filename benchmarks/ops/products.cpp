#include "benchmarks/ops/measured.h"
#include "framework/ops/argmax.h"
#include "framework/ops/batch_norm.h"
#include "framework/ops/conv.h"
#include "framework/ops/matmul.h"
#include "framework/ops/softmax.h"

namespace cornu {
namespace {

void matmul(benchmark::State& state, DType dtype, const char* kernel) {
  const int64_t n = 256;
  const Spec x{dtype, {n, n}, {}};
  measure_operations(state, Measured("matmul", {x, x}, MatmulAttrs{}, kernel),
                     2 * static_cast<double>(n * n * n));
}
BENCHMARK_CAPTURE(matmul, f32_onednn, DType::f32, "onednn");
BENCHMARK_CAPTURE(matmul, f32_simd, DType::f32, "simd");
BENCHMARK_CAPTURE(matmul, f64, DType::f64, "simd");
BENCHMARK_CAPTURE(matmul, f64_reference, DType::f64, "reference");
BENCHMARK_CAPTURE(matmul, f16, DType::f16, "converted");
BENCHMARK_CAPTURE(matmul, i32, DType::i32, "simd");
BENCHMARK_CAPTURE(matmul, i64, DType::i64, "simd");

/// Below which size a call of the library is not worth it: backends/cpu/small/matmul.cpp.
void small_matmul(benchmark::State& state, const char* kernel) {
  const int64_t n = state.range(0);
  const Spec x = floats({n, n});
  measure_operations(state, Measured("matmul", {x, x}, MatmulAttrs{}, kernel),
                     2 * static_cast<double>(n * n * n));
}
BENCHMARK_CAPTURE(small_matmul, onednn, "onednn")->Arg(8)->Arg(16)->Arg(24)->Arg(32)->Arg(48);
BENCHMARK_CAPTURE(small_matmul, simd, "simd")->Arg(8)->Arg(16)->Arg(24)->Arg(32)->Arg(48);

void conv(benchmark::State& state, DType dtype, const char* kernel, int64_t dilation) {
  const Spec x{dtype, {16, 16, 16, 32}, {}}, weights{dtype, {3, 3, 32, 32}, {}};
  const ConvAttrs attrs{.strides = {1, 1},
                        .padding = {dilation, dilation, dilation, dilation},
                        .dilations = {dilation, dilation}};
  measure_operations(state, Measured("conv", {x, weights}, attrs, kernel),
                     2.0 * 16 * 16 * 16 * 9 * 32 * 32);
}
BENCHMARK_CAPTURE(conv, f32_onednn, DType::f32, "onednn", 1);
BENCHMARK_CAPTURE(conv, f32_simd, DType::f32, "simd", 1);
BENCHMARK_CAPTURE(conv, f32_dilated_simd, DType::f32, "simd", 2);
BENCHMARK_CAPTURE(conv, f64, DType::f64, "simd", 1);
BENCHMARK_CAPTURE(conv, f64_reference, DType::f64, "reference", 1);
BENCHMARK_CAPTURE(conv, f16, DType::f16, "converted", 1);

void softmax(benchmark::State& state, const char* op, DType dtype, const char* kernel,
             int64_t classes = 128) {
  const Spec x{dtype, {(1 << 19) / classes, classes}, {}};
  measure(state, Measured(op, {x}, SoftmaxOptions{}, kernel), static_cast<double>(x.bytes()) * 2);
}
BENCHMARK_CAPTURE(softmax, f32_simd, "softmax", DType::f32, "simd");
BENCHMARK_CAPTURE(softmax, digits_simd, "softmax", DType::f32, "simd", 10);
BENCHMARK_CAPTURE(softmax, words_simd, "softmax", DType::f32, "simd", 20000);
BENCHMARK_CAPTURE(softmax, f64, "softmax", DType::f64, "simd");
BENCHMARK_CAPTURE(softmax, f16, "softmax", DType::f16, "converted");
BENCHMARK_CAPTURE(softmax, log_f32, "log_softmax", DType::f32, "simd");
BENCHMARK_CAPTURE(softmax, log_f32_reference, "log_softmax", DType::f32, "reference");

void cross_entropy(benchmark::State& state, int64_t classes, bool gradient, const char* kernel) {
  const int64_t rows = (1 << 19) / classes;
  const Spec x = floats({rows, classes}), labels{DType::i32, {rows}, {}}, dy = floats({rows});
  std::vector<Spec> in{x, labels};
  if (gradient) in.push_back(dy);
  Measured work(gradient ? "softmax_cross_entropy_grad" : "softmax_cross_entropy", in, {}, kernel);
  for (int64_t i = 0; i < rows; ++i) work.input<int32_t>(1)[i] = static_cast<int32_t>(i % classes);
  measure(state, work, static_cast<double>(x.bytes()) * (gradient ? 2 : 1));
}
BENCHMARK_CAPTURE(cross_entropy, digits, 10, false, "simd");
BENCHMARK_CAPTURE(cross_entropy, words, 20000, false, "simd");
BENCHMARK_CAPTURE(cross_entropy, words_reference, 20000, false, "reference");
BENCHMARK_CAPTURE(cross_entropy, digits_gradient, 10, true, "simd");
BENCHMARK_CAPTURE(cross_entropy, words_gradient, 20000, true, "simd");

void argmax(benchmark::State& state, const Shape& shape, int64_t axis, const char* kernel) {
  const Spec x = floats(shape);
  measure(state, Measured("argmax", {x}, ArgmaxOptions{.axis = axis}, kernel),
          static_cast<double>(x.bytes()));
}
BENCHMARK_CAPTURE(argmax, rows, {1024, 1024}, 1, "simd");
BENCHMARK_CAPTURE(argmax, columns, {1024, 1024}, 0, "simd");
BENCHMARK_CAPTURE(argmax, rows_reference, {1024, 1024}, 1, "reference");

void batch_norm(benchmark::State& state, DType dtype, const char* kernel) {
  const Spec x{dtype, {32, 16, 16, 64}, {}}, channels{statistics_dtype(dtype), {64}, {}};
  measure(state, Measured("batch_norm", {x, channels, channels}, BatchNormOptions{}, kernel),
          static_cast<double>(x.bytes()) * 4);
}
BENCHMARK_CAPTURE(batch_norm, f32_onednn, DType::f32, "onednn");
BENCHMARK_CAPTURE(batch_norm, f32_simd, DType::f32, "simd");
BENCHMARK_CAPTURE(batch_norm, f64, DType::f64, "simd");
BENCHMARK_CAPTURE(batch_norm, f32_reference, DType::f32, "reference");

}  // namespace
}  // namespace cornu
