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

DType some_dtype(Dice& dice) { return dice.coin() ? DType::f32 : DType::f64; }

/// Sizes of few and of many factors, small and large primes among them; now and then long.
int64_t some_size(Dice& dice) {
  if (dice(0, 4) > 0) return dice(1, 70);
  constexpr int64_t sizes[] = {64,  128, 101, 208, 210, 240, 243,  256,  300,  364,  384,  462, 480,
                               512, 625, 729, 768, 800, 997, 1000, 1001, 1024, 1331, 1536, 2048};
  return sizes[dice(0, std::size(sizes) - 1)];
}

Shape some_shape(Dice& dice, int64_t axis, int64_t size) {
  Shape shape{dice(1, 20), dice(1, 3), dice(1, 40)};
  shape[axis] = size;
  if (size > 100)
    for (const int64_t other : {0, 1, 2})
      if (other != axis) shape[other] = std::min<int64_t>(shape[other], 3);
  return shape;
}

void expect_close(const OpDef& def, const Tensors& in, const Attrs& attrs) {
  EXPECT_EQ(why_declined("simd", def, in, attrs), "") << def.name;
  EXPECT_LT(kernel_error("simd", def, in, attrs, 1), 6)
      << def.name << " of " << in[0].spec().text() << ", " << attrs.text();
}

TEST(SimdFft, RandomShapesMatchTheReference) {
  Dice dice(1);
  for (int i = 0; i < 200; ++i) {
    const int64_t axis = dice(0, 2);
    const Shape shape = some_shape(dice, axis, some_size(dice));
    const DType dtype = some_dtype(dice);
    expect_close(fft_def, {arbitrary(shape, dtype, i), arbitrary(shape, dtype, -i)},
                 FftAttrs{dice.coin() ? axis : axis - 3, dice.coin(), dice.coin()});
  }
}

TEST(SimdFft, RandomRealLinesMatchTheReference) {
  Dice dice(2);
  for (int i = 0; i < 200; ++i) {
    const int64_t size = some_size(dice);
    const Shape shape = some_shape(dice, 2, size);
    const DType dtype = some_dtype(dice);
    const Tensors x = {arbitrary(shape, dtype, i), arbitrary(shape, dtype, -i)};
    RealFftAttrs attrs{unknown, dice.coin()};
    if (size < 2 || dice.coin()) attrs.length = dice.coin() ? some_size(dice) : size + dice(0, 3);
    expect_close(rfft_def, {x[0]}, attrs);
    if (attrs.length != unknown && dice.coin()) attrs.length = 2 * size - dice(1, 2);
    expect_close(irfft_def, x, attrs);
  }
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
