#include <gtest/gtest.h>

#include <numeric>

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

/// A shape now and then long enough for tiles, pieces and threads.
Shape some_shape(Dice& dice) {
  if (dice(0, 7) == 0) return {dice(1, 3), dice(30, 70), dice(30, 70)};
  return random_shape(dice, 0, 5, 6);
}

DType some_dtype(Dice& dice) { return static_cast<DType>(dice(0, kDTypeCount - 1)); }

TEST(SimdTranspose, RandomAxesMatchTheReference) {
  Dice dice(1);
  for (int i = 0; i < 300; ++i) {
    const Shape shape = some_shape(dice);
    std::vector<int64_t> axes(static_cast<size_t>(shape.ndim()));
    std::iota(axes.begin(), axes.end(), int64_t{0});
    for (size_t k = axes.size(); k > 1; --k)
      std::swap(axes[k - 1], axes[static_cast<size_t>(dice(0, static_cast<int64_t>(k) - 1))]);
    for (int64_t& axis : axes)
      if (dice.coin()) axis -= shape.ndim();
    expect_same(transpose_def, {small_numbers(shape, some_dtype(dice), i)},
                TransposeOptions{dice(0, 5) ? std::optional(axes) : std::nullopt});
  }
}

TEST(SimdTranspose, LargeMatrices) {
  for (const DType dtype : {DType::u8, DType::f16, DType::f32, DType::f64})
    for (const Shape& shape : {Shape{513, 300}, Shape{2, 3000}, Shape{3000, 2}, Shape{40, 50, 60}})
      expect_same(transpose_def, {small_numbers(shape, dtype)}, TransposeOptions{});
}

TEST(SimdStridedSlice, RandomSlicesMatchTheReference) {
  Dice dice(2);
  for (int i = 0; i < 300; ++i) {
    const Shape shape = some_shape(dice);
    StridedSliceAttrs attrs;
    for (int64_t axis = dice(0, shape.ndim()); axis > 0; --axis) {
      const int64_t step = dice(1, 3) * (dice.coin() ? 1 : -1);
      attrs.start.push_back(dice.coin() ? std::optional(dice(-8, 8)) : std::nullopt);
      attrs.stop.push_back(dice.coin() ? std::optional(dice(-8, 8)) : std::nullopt);
      attrs.step.push_back(step);
    }
    expect_same(strided_slice_def, {small_numbers(shape, some_dtype(dice), i)}, attrs);
  }
}

TEST(SimdPad, RandomPaddingMatchesTheReference) {
  Dice dice(3);
  for (int i = 0; i < 200; ++i) {
    const Shape shape = some_shape(dice);
    const DType dtype = some_dtype(dice);
    PadAttrs attrs{.value = dtype == DType::boolean ? 1.0 : static_cast<double>(dice(0, 5))};
    for (int64_t axis = 0; axis < shape.ndim(); ++axis) {
      attrs.low.push_back(dice(0, 2));
      attrs.high.push_back(dice(0, 2));
      attrs.interior.push_back(dice(0, 3) == 0 ? dice(0, 2) : 0);
    }
    expect_same(pad_def, {small_numbers(shape, dtype, i)}, attrs);
  }
}

TEST(SimdConcatenate, RandomPartsMatchTheReference) {
  Dice dice(4);
  for (int i = 0; i < 200; ++i) {
    Shape shape = some_shape(dice);
    if (shape.ndim() == 0) shape.push_back(2);
    const int64_t axis = dice(0, shape.ndim() - 1);
    const DType dtype = some_dtype(dice);
    Tensors parts;
    for (int64_t count = dice(1, 4); count > 0; --count) {
      shape[axis] = dice(0, 5);
      parts.push_back(small_numbers(shape, dtype, static_cast<int>(count)));
    }
    expect_same(concatenate_def, parts,
                ConcatenateOptions{dice.coin() ? axis : axis - shape.ndim()});
  }
}

TEST(SimdSplit, RandomPlacesMatchTheReference) {
  Dice dice(5);
  for (int i = 0; i < 200; ++i) {
    Shape shape = some_shape(dice);
    if (shape.ndim() == 0) shape.push_back(3);
    const int64_t axis = dice(0, shape.ndim() - 1);
    std::vector<int64_t> places;
    for (int64_t at = dice(0, 2); at <= shape[axis]; at += dice(0, 4) + 1) places.push_back(at);
    expect_same(split_def, {small_numbers(shape, some_dtype(dice), i)},
                SplitOptions{Sections(places), dice.coin() ? axis : axis - shape.ndim()});
  }
}

/// Indices of any integer type, negative ones where it has them.
Tensor random_indices(Dice& dice, const Shape& shape, int64_t size) {
  const auto dtype =
      static_cast<DType>(dice(static_cast<int64_t>(DType::u8), static_cast<int64_t>(DType::i64)));
  std::vector<int64_t> values(static_cast<size_t>(shape.elements()));
  for (int64_t& value : values) value = dice(is_signed_integer(dtype) ? -size : 0, size - 1);
  return ops::cast(from_buffer(values.data(), shape, DType::i64), dtype);
}

TEST(SimdTake, RandomIndicesMatchTheReference) {
  Dice dice(6);
  for (int i = 0; i < 200; ++i) {
    Shape shape = some_shape(dice);
    if (shape.ndim() == 0) shape.push_back(1);
    const int64_t axis = dice(0, shape.ndim() - 1);
    if (shape[axis] == 0) shape[axis] = 1;
    const Tensor x = small_numbers(shape, some_dtype(dice), i);
    expect_same(take_def, {x, random_indices(dice, random_shape(dice, 0, 2, 9), shape[axis])},
                TakeAttrs{dice.coin() ? axis : axis - shape.ndim()});
  }
}

TEST(SimdScatterAdd, RandomIndicesMatchTheReference) {
  Dice dice(7);
  for (int i = 0; i < 100; ++i) {
    const Shape before = random_shape(dice, 0, 2, 4), at = random_shape(dice, 0, 2, 60),
                after = random_shape(dice, 0, 2, 30);
    const int64_t size = dice(1, 40);
    const DType dtype = some_dtype(dice);
    const Tensor updates = small_numbers(before + at + after, dtype, i);
    const bool half = dtype == DType::f16 || dtype == DType::bf16;
    const ScatterAddAttrs attrs{before.ndim(), size};
    const Tensors in = {updates, random_indices(dice, at, size)};
    if (half)
      EXPECT_LT(kernel_error("converted", scatter_add_def, in, attrs,
                             static_cast<double>(at.elements() + 1)),
                2);
    else
      expect_same(scatter_add_def, in, attrs);
  }
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
