#include "framework/ops/fft.h"

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include "framework/base/team.h"
#include "framework/ops/def.h"
#include "framework/runtime/apply.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

void expect_close(const OpDef& def, const Tensors& in, const Attrs& attrs) {
  EXPECT_EQ(why_declined("simd", def, in, attrs), "") << def.name;
  EXPECT_LT(kernel_error("simd", def, in, attrs, 1), 6)
      << def.name << " of " << in[0].spec().text() << ", " << attrs.text();
}

/// A size that is prime, and one of many small factors; lines one by one and side by side.
void expect_as_the_reference(int64_t lines) {
  for (const DType dtype : {DType::f32, DType::f64})
    for (const int64_t size : {12, 37, 210, 256, 1000, 1155}) {
      const Shape shape{size > 256 ? lines % 16 : lines, size};
      const Tensors x = {arbitrary(shape, dtype), arbitrary(shape, dtype, 1)};
      expect_close(fft_def, x, FftAttrs{});
      expect_close(fft_def, x, FftAttrs{.axis = 0, .inverse = true});
      expect_close(rfft_def, {x[0]}, RealFftAttrs{});
      expect_close(irfft_def, x, RealFftAttrs{});
    }
}

/// Until it goes, kernels are prepared as for a processor without these instruction sets. The
/// number of lines keeps their shapes apart: prepared kernels are cached.
class Without {
 public:
  explicit Without(int64_t targets) { hwy::DisableTargets(targets); }
  ~Without() { hwy::DisableTargets(0); }
};

TEST(SimdFft, AVX2) {
  const Without without(HWY_AVX3 | HWY_AVX3_DL);
  expect_as_the_reference(18);
}
TEST(SimdFft, Baseline) {
  const Without without(HWY_AVX3 | HWY_AVX3_DL | HWY_AVX2);
  expect_as_the_reference(19);
}

TEST(SimdFft, HasTheSameBitsAtAnyNumberOfThreads) {
  const int before = num_threads();
  std::vector<std::vector<float>> seen;
  for (const int threads : {1, 2}) {
    set_num_threads(threads);
    const int64_t size = 64;
    Tensors x = {arbitrary({301, size}, DType::f32), arbitrary({301, size}, DType::f32, 1)};
    x = apply(fft_def, x, FftAttrs{});
    x = apply(fft_def, x, FftAttrs{.axis = 0});
    seen.push_back(x[0].to_vector<float>());
  }
  set_num_threads(before);
  EXPECT_EQ(seen[0], seen[1]);
}

}  // namespace
}  // namespace cornu
