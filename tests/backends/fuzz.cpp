#include "tests/backends/fuzz.h"

#include <algorithm>
#include <cmath>

#include "framework/ops/ops.h"
#include "tests/support/gradient_check.h"

namespace cornu::fuzz {

const std::vector<Generator>& generators() {
  static const std::vector<Generator> all = [] {
    std::vector<Generator> found;
    for (const auto calls :
         {image_calls, matrix_calls, movement_calls, normalisation_calls, pool_calls, product_calls,
          program_calls, random_calls, reduction_calls, sequence_calls, sorting_calls}) {
      const std::vector<Generator> family = calls();
      found.insert(found.end(), family.begin(), family.end());
    }
    return found;
  }();
  return all;
}

Tensor numbers(Dice& dice, const Shape& shape, DType dtype) {
  const int seed = static_cast<int>(dice(0, 1'000'000));
  return is_floating(dtype) ? arbitrary(shape, dtype, seed) : small_numbers(shape, dtype, seed);
}

Tensor anything(Dice& dice, const Shape& shape, DType dtype) {
  const size_t bytes = Spec{dtype, shape, {}}.bytes();
  std::vector<uint8_t> raw(bytes + 8);
  const bool boolean = dtype == DType::boolean;
  for (size_t i = 0; i < bytes; ++i)
    raw[i] = static_cast<uint8_t>(boolean ? dice(0, 1) : dice(0, 255));
  const Tensor bits = Tensor::from_host({dtype, shape, {}}, raw.data());
  if (!is_floating(dtype) || shape.elements() == 0) return bits;
  // Of random bits few are special: put some in.
  constexpr double special[] = {INFINITY, -INFINITY, NAN, 0.0, -0.0, 1.0, 1.0, -2.0};
  std::vector<double> values = bits.to_vector<double>();
  for (double& value : values)
    if (dice(0, 4) == 0) value = special[dice(0, 7)];
  return ops::cast(from_buffer(values.data(), shape, DType::f64), dtype);
}

Tensor spoiled(Dice& dice, const Tensor& x) {
  if (dice(0, 7) || !is_floating(x.dtype())) return x;
  constexpr double special[] = {INFINITY, -INFINITY, NAN};
  std::vector<double> values = x.to_vector<double>();
  const double which = special[dice(0, 2)];
  for (double& value : values)
    if (dice(0, 30) == 0) value = which;
  return ops::cast(from_buffer(values.data(), x.shape(), DType::f64), x.dtype());
}

Tensor integers(Dice& dice, const Shape& shape, DType dtype, int64_t lowest, int64_t highest) {
  std::vector<int64_t> values(static_cast<size_t>(shape.elements()));
  for (int64_t& value : values) value = dice(is_signed_integer(dtype) ? lowest : 0, highest);
  return ops::cast(from_buffer(values.data(), shape, DType::i64), dtype);
}

Tensor indices(Dice& dice, const Shape& shape, int64_t lowest, int64_t highest) {
  constexpr auto first = static_cast<int64_t>(DType::u8), last = static_cast<int64_t>(DType::i64);
  auto dtype = static_cast<DType>(dice(first, last));
  if (size_of(dtype) == 1 && std::max(-lowest, highest) > 127) dtype = DType::i32;
  return integers(dice, shape, dtype, lowest, highest);
}

Shape any_shape(Dice& dice, int64_t fewest_axes) {
  const int64_t kind = dice(0, 14);
  if (kind == 0) return {dice(1, 3), dice(30, 70), dice(30, 70)};
  if (kind == 1) return {dice(1, 3), dice(300, 1500), dice(1, 3)};
  if (kind == 2) return {dice(30, 200), dice(1, 40)};
  if (kind == 3 && fewest_axes < 2) return {dice(1, 40'000)};
  return random_shape(dice, fewest_axes, 5, 7);
}

int64_t any_axis(Dice& dice, int64_t ndim) { return dice(-ndim, ndim - 1); }

std::vector<int64_t> any_axes(Dice& dice, int64_t ndim) {
  std::vector<int64_t> axes;
  for (int64_t axis = 0; axis < ndim; ++axis)
    if (dice.coin())
      axes.insert(axes.begin() + dice(0, static_cast<int64_t>(axes.size())),
                  dice.coin() ? axis : axis - ndim);
  return axes;
}

Shape broadcastable(Dice& dice, const Shape& shape) {
  Shape out = shape;
  for (int64_t axis = 0; axis < out.ndim(); ++axis)
    if (dice(0, 2) == 0) out[axis] = 1;
  return dice(0, 2) ? out : out.sub(dice(0, out.ndim()));
}

Tensors as_one(const Tensors&, const Tensors& out) {
  Tensors flat;
  for (const Tensor& x : out)
    flat.push_back(ops::reshape(ops::cast(x, out[0].dtype()), {.newshape = {-1}}));
  return {ops::concatenate(flat)};
}

Tensors beside_one(const Tensors&, const Tensors& out) {
  Tensors moved;
  for (const Tensor& x : out) moved.push_back(x + 1);
  return moved;
}

}  // namespace cornu::fuzz
