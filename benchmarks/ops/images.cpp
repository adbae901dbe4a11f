#include "benchmarks/ops/measured.h"
#include "framework/ops/resample.h"

namespace cornu {
namespace {

/// Images at another size; `bytes` are those of both.
void resize(benchmark::State& state, const Shape& shape, int64_t axis, int64_t size,
            Interpolation interpolation, bool antialias, const char* kernel = "simd") {
  const Spec x = floats(shape);
  Spec y = x;
  y.shape[axis] = y.shape[axis + 1] = size;
  const ResampleAttrs attrs{
      .axis = axis, .size = {size, size}, .interpolation = interpolation, .antialias = antialias};
  measure(state, Measured("resample", {x}, attrs, kernel),
          static_cast<double>(x.bytes() + y.bytes()));
}

const Shape kColour{8, 224, 224, 3}, kPlanes{8, 3, 224, 224}, kDeep{8, 56, 56, 64};

#define RESIZE(name, interpolation, antialias)                                                     \
  BENCHMARK_CAPTURE(resize, name##_up, kColour, 1, 448, Interpolation::interpolation, antialias);  \
  BENCHMARK_CAPTURE(resize, name##_down, kColour, 1, 96, Interpolation::interpolation, antialias); \
  BENCHMARK_CAPTURE(resize, name##_deep_up, kDeep, 1, 112, Interpolation::interpolation,           \
                    antialias);                                                                    \
  BENCHMARK_CAPTURE(resize, name##_deep_down, kDeep, 1, 28, Interpolation::interpolation,          \
                    antialias);                                                                    \
  BENCHMARK_CAPTURE(resize, name##_planes_up, kPlanes, 2, 448, Interpolation::interpolation,       \
                    antialias);                                                                    \
  BENCHMARK_CAPTURE(resize, name##_planes_down, kPlanes, 2, 96, Interpolation::interpolation,      \
                    antialias)
RESIZE(nearest, nearest, false);
RESIZE(bilinear, bilinear, false);
RESIZE(bicubic, bicubic, false);
RESIZE(antialiased_bilinear, bilinear, true);
RESIZE(antialiased_bicubic, bicubic, true);
#undef RESIZE
BENCHMARK_CAPTURE(resize, bilinear_up_reference, kColour, 1, 448, Interpolation::bilinear, false,
                  "reference");

}  // namespace
}  // namespace cornu
