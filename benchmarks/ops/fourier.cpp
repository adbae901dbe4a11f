#include <cmath>

#include "benchmarks/ops/measured.h"
#include "framework/ops/fft.h"

namespace cornu {
namespace {

/// As many operations as the textbook's algorithm takes, of real numbers half of them.
void transform(benchmark::State& state, const char* op, DType dtype, const Shape& shape) {
  const Spec x{dtype, shape, {}};
  const auto count = static_cast<double>(shape.elements()), size = static_cast<double>(shape[-1]);
  const bool real = std::string_view(op) != "fft";
  Shape bins = shape;
  bins[-1] = shape[-1] / 2 + 1;
  const Spec half{dtype, bins, {}};
  const Measured work = !real ? Measured(op, {x, x}, FftAttrs{})
                        : std::string_view(op) == "rfft"
                            ? Measured(op, {x}, RealFftAttrs{})
                            : Measured(op, {half, half}, RealFftAttrs{});
  measure_operations(state, work, (real ? 2.5 : 5) * count * std::log2(size));
}
#define TRANSFORM(op, dtype)                                                              \
  BENCHMARK_CAPTURE(transform, op##_##dtype##_64, #op, DType::dtype, Shape{4096, 64});    \
  BENCHMARK_CAPTURE(transform, op##_##dtype##_400, #op, DType::dtype, Shape{1000, 400});  \
  BENCHMARK_CAPTURE(transform, op##_##dtype##_729, #op, DType::dtype, Shape{500, 729});   \
  BENCHMARK_CAPTURE(transform, op##_##dtype##_1000, #op, DType::dtype, Shape{256, 1000}); \
  BENCHMARK_CAPTURE(transform, op##_##dtype##_1009, #op, DType::dtype, Shape{256, 1009}); \
  BENCHMARK_CAPTURE(transform, op##_##dtype##_1024, #op, DType::dtype, Shape{256, 1024}); \
  BENCHMARK_CAPTURE(transform, op##_##dtype##_65536, #op, DType::dtype, Shape{4, 65536}); \
  BENCHMARK_CAPTURE(transform, op##_##dtype##_million, #op, DType::dtype, Shape{1, 1 << 20})
TRANSFORM(fft, f32);
TRANSFORM(fft, f64);
TRANSFORM(rfft, f32);
TRANSFORM(rfft, f64);
TRANSFORM(irfft, f32);

void columns(benchmark::State& state, const Shape& shape) {
  const auto count = static_cast<double>(shape.elements()), size = static_cast<double>(shape[0]);
  measure_operations(state, Measured("fft", {floats(shape), floats(shape)}, FftAttrs{.axis = 0}),
                     5 * count * std::log2(size));
}
BENCHMARK_CAPTURE(columns, square, Shape{512, 512});
BENCHMARK_CAPTURE(columns, few, Shape{1000, 3});

}  // namespace
}  // namespace cornu
