#include "layers/resampling.h"

#include <cmath>
#include <numbers>

#include "framework/ops/ops.h"

namespace cornu {

namespace {

int64_t times(int64_t size, int64_t factor) { return size == unknown ? unknown : size * factor; }

int64_t radius(Interpolation interpolation) {
  constexpr int64_t radii[] = {0, 1, 2, 3, 5};
  return radii[static_cast<size_t>(interpolation)];
}

/// The weight of an element at that distance from a new one.
double weight(Interpolation interpolation, double distance) {
  const double d = std::abs(distance), reach = static_cast<double>(radius(interpolation));
  if (d >= reach) return 0;
  if (interpolation == Interpolation::bilinear) return 1 - d;
  if (interpolation == Interpolation::bicubic)  // of Keys (1981), a = -1/2
    return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : ((-0.5 * d + 2.5) * d - 4) * d + 2;
  const auto sinc = [](double x) { return x < 1e-9 ? 1 : std::sin(x) / x; };
  return sinc(std::numbers::pi * d) * sinc(std::numbers::pi * d / reach);
}

/// The weighted sums of neighbours along `axis`, one for each place between two elements; beyond
/// the edge lies 0.
Tensors weighted(const Tensor& x, int64_t axis, int64_t factor, Interpolation interpolation) {
  const int64_t reach = radius(interpolation);
  std::vector<std::pair<int64_t, int64_t>> widths(4, {0, 0});
  widths[static_cast<size_t>(axis)] = {reach, reach};
  const Tensor padded = ops::pad(x, {.pad_width = widths});
  Tensors neighbours;
  for (int64_t k = -reach; k <= reach; ++k) {
    Range range(reach + k, k - reach);
    range.has_stop = k < reach;
    neighbours.push_back(k == 0 ? x : slice_axis(padded, axis, range));
  }
  Tensors sums(static_cast<size_t>(factor));
  for (int64_t j = 0; j < factor; ++j) {
    const double centre = (static_cast<double>(j) + 0.5) / static_cast<double>(factor) - 0.5;
    Tensor& sum = sums[static_cast<size_t>(j)];
    for (int64_t k = -reach; k <= reach; ++k) {
      const double w = weight(interpolation, static_cast<double>(k) - centre);
      if (std::abs(w) < 1e-12) continue;
      const Tensor part = neighbours[static_cast<size_t>(k + reach)] * w;
      sum = sum.defined() ? sum + part : part;
    }
  }
  return sums;
}

/// Ones along `axis` of x, for any sample, row and channel.
Tensor ones_along(const Tensor& x, int64_t axis) {
  if (const int64_t size = x.shape()[axis]; size != unknown) {
    Shape line{1, 1, 1, 1};
    line[axis] = size;
    return ops::broadcast_to(scalar(1.0, x.dtype(), x.spec().device), {.shape = line});
  }
  StridedSliceAttrs line;
  for (int64_t i = 0; i < 4; ++i) line.add(i == axis ? Range(all) : Range(0, 1));
  const Tensor any = ops::strided_slice(x, line);
  return ops::cast(ops::logical_or(ops::equal(any, any), true), x.dtype());
}

Tensor interpolated(const Tensor& x, int64_t axis, int64_t factor, Interpolation interpolation) {
  if (factor == 1) return x;
  const Tensors sums = weighted(x, axis, factor, interpolation);
  // How much weight lies within the edges.
  const Tensors inside = weighted(ones_along(x, axis), axis, factor, interpolation);
  OperandList places;
  for (size_t j = 0; j < sums.size(); ++j) places.push_back(sums[j] / inside[j]);
  Shape shape = x.shape();
  shape[axis] = times(shape[axis], factor);
  return ops::reshape(ops::stack(places, {.axis = axis + 1}), {.newshape = shape});
}

}  // namespace

Tensor enlarged(const Tensor& x, int64_t rows, int64_t columns, Interpolation interpolation) {
  if (interpolation != Interpolation::nearest) {
    const Tensor real = ops::cast(x, to_floating(x.dtype()));
    return interpolated(interpolated(real, 1, rows, interpolation), 2, columns, interpolation);
  }
  const Shape& s = x.shape();
  const Tensor apart = ops::reshape(x, {.newshape = {s[0], s[1], 1, s[2], 1, s[3]}});
  const Tensor repeated =
      ops::broadcast_to(apart, {.shape = {s[0], s[1], rows, s[2], columns, s[3]}});
  return ops::reshape(repeated,
                      {.newshape = {s[0], times(s[1], rows), times(s[2], columns), s[3]}});
}

}  // namespace cornu
