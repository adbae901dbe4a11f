#include <algorithm>

#include "framework/ops/ops.h"
#include "tests/backends/fuzz.h"

namespace cornu::fuzz {

namespace {

/// Many equal elements, or any at all.
Tensor unsorted(Dice& dice, const Shape& shape, DType dtype) {
  if (dice.coin()) return anything(dice, shape, dtype);
  return small_numbers(shape, dtype, static_cast<int>(dice(0, 1'000'000)));
}

Sample sort(Dice& dice, DType dtype) {
  const Shape shape = any_shape(dice, 1);
  return {.in = {unsorted(dice, shape, dtype)},
          .attrs = SortAttrs{any_axis(dice, shape.ndim())},
          .most = 0};
}

Sample top_k(Dice& dice, DType dtype) {
  const Shape shape = any_shape(dice, 1);
  const int64_t size = shape[-1];
  const int64_t k = dice(0, dice.coin() ? size : std::min<int64_t>(size, 9));
  return {.in = {unsorted(dice, shape, dtype)}, .attrs = TopKOptions{k}, .most = 0};
}

Sample searchsorted(Dice& dice, DType dtype) {
  const int64_t size = dice(0, 9) ? dice(0, 40) : dice(1000, 5000);
  return {.in = {ops::sort(unsorted(dice, {size}, dtype)),
                 unsorted(dice, random_shape(dice, 0, 3, 9), dtype)},
          .attrs = SearchSortedOptions{dice.coin() ? SearchSide::left : SearchSide::right}};
}

Sample segment_reduce(Dice& dice, DType dtype) {
  const int64_t rows = dice(0, 60), segments = dice(1, 9);
  const SegmentAttrs attrs{static_cast<SegmentReduction>(dice(0, 3)), segments};
  const Shape shape = Shape{rows} + random_shape(dice, 0, 2, 9);
  const bool product = attrs.reduction == SegmentReduction::prod && !is_floating(dtype);
  return {.in = {product ? integers(dice, shape, dtype, -1, 1)
                         : spoiled(dice, numbers(dice, shape, dtype)),
                 indices(dice, {rows}, -2, segments - 1)},
          .attrs = attrs,
          .terms = 60};
}

}  // namespace

std::vector<Generator> sorting_calls() {
  return {{"argsort", sort, 300},
          {"searchsorted", searchsorted, 200},
          {"segment_reduce", segment_reduce, 300},
          {"sort", sort, 400},
          {"top_k", top_k, 400}};
}

}  // namespace cornu::fuzz
