#include <gtest/gtest.h>

#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

/// What only moves elements moves them exactly, whatever they are.
void expect_same(const OpDef& def, const Tensors& in, const Attrs& attrs) {
  EXPECT_EQ(why_declined("simd", def, in, attrs), "") << def.name;
  EXPECT_EQ(kernel_error("simd", def, in, attrs, 1), 0)
      << def.name << " of " << in[0].spec().text() << ", " << attrs.text();
}

TEST(SimdTranspose, LargeMatrices) {
  for (const DType dtype : {DType::u8, DType::f16, DType::f32, DType::f64})
    for (const Shape& shape : {Shape{513, 300}, Shape{2, 3000}, Shape{3000, 2}, Shape{40, 50, 60}})
      expect_same(transpose_def, {small_numbers(shape, dtype)}, TransposeOptions{});
}

TEST(SimdTake, RefusesIndicesOutOfRange) {
  EXPECT_EQ(error_of([] {
              ops::take(ones({2, 3}), constant({0, 3}), {.axis = 1});
            }),
            "ValueError: take: index 3 is out of range for axis 1 of f32[2,3].");
  EXPECT_EQ(error_of([] { ops::scatter_add(ones({1}), constant({-3}), {.axis = 0, .size = 2}); }),
            "ValueError: scatter_add: index -3 is out of range for axis 0 of f32[2].");
}

}  // namespace
}  // namespace cornu
