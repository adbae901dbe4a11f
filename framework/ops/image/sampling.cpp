#include "framework/ops/image/sampling.h"

#include "framework/ops/cast.h"
#include "framework/ops/clip.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/operators.h"
#include "framework/ops/take.h"
#include "framework/ops/where.h"

namespace cornu {

namespace {

Tensor within(const Tensor& index, int64_t size) {
  return ops::clip(index, {0, static_cast<double>(size - 1)});
}

/// An index as one inside.
Tensor folded(const Tensor& index, int64_t size, CoordinatesFill fill) {
  switch (fill) {
    case CoordinatesFill::constant:
    case CoordinatesFill::nearest:
      return within(index, size);
    case CoordinatesFill::wrap:
      return ops::mod(index, size);
    case CoordinatesFill::mirror: {
      const int64_t period = std::max<int64_t>(2 * (size - 1), 1);
      const Tensor place = ops::mod(index, period);
      return ops::minimum(place, period - place);
    }
    case CoordinatesFill::reflect: {
      const Tensor place = ops::mod(index, 2 * size);
      return ops::minimum(place, 2 * size - 1 - place);
    }
  }
  return index;
}

AxisSample sample_at(const Tensor& index, const Tensor& weight, int64_t size,
                     CoordinatesFill fill) {
  AxisSample made{folded(index, size, fill), weight, {}};
  if (fill == CoordinatesFill::constant) made.inside = ops::equal(made.index, index);
  return made;
}

/// Calls f for each choice of one sample per axis.
template <class F>
void each_corner(const Samples& samples, const F& f) {
  std::vector<const AxisSample*> corner;
  const auto walk = [&](const auto& self, size_t axis) -> void {
    if (axis == samples.axes.size()) return f(corner);
    for (const AxisSample& each : samples.axes[axis]) {
      corner.push_back(&each);
      self(self, axis + 1);
      corner.pop_back();
    }
  };
  walk(walk, 0);
}

Tensor both(const Tensor& a, const Tensor& b, Tensor (*op)(const Operand&, const Operand&)) {
  if (!a.defined()) return b;
  return b.defined() ? op(a, b) : a;
}

}  // namespace

std::vector<AxisSample> axis_samples(const Tensor& at, int64_t size, bool linear,
                                     CoordinatesFill fill) {
  Tensor coordinates = at;
  // further outside nothing changes, and an index would be too large for its type
  if (fill == CoordinatesFill::constant || fill == CoordinatesFill::nearest)
    coordinates = ops::clip(at, {-2, static_cast<double>(size) + 1});
  if (!linear) {
    const Tensor index = ops::cast(ops::round(coordinates), DType::i32);
    return {sample_at(index, {}, size, fill)};
  }
  const Tensor lower = ops::floor(coordinates), share = coordinates - lower;
  const Tensor index = ops::cast(lower, DType::i32);
  return {sample_at(index, 1 - share, size, fill), sample_at(index + 1, share, size, fill)};
}

Tensor sample(const Tensor& x, int64_t axis, const Samples& samples) {
  const bool long_axis = x.shape()[axis] > INT32_MAX;
  Tensor total;
  each_corner(samples, [&](const std::vector<const AxisSample*>& corner) {
    Tensor place, weight, inside;
    for (size_t i = 0; i < corner.size(); ++i) {
      const Tensor index = long_axis ? ops::cast(corner[i]->index, DType::i64) : corner[i]->index;
      place = place.defined() ? place * samples.sizes[i] + index : index;
      weight = both(weight, corner[i]->weight, ops::multiply);
      inside = both(inside, corner[i]->inside, ops::logical_and);
    }
    if (samples.base.defined()) place = place + samples.base;
    // What is behind the axis goes along with each element.
    const auto spread = [&](Tensor t) {
      for (int64_t i = axis + 1; i < x.ndim(); ++i) t = ops::expand_dims(t, {.axis = -1});
      return t;
    };
    Tensor value = ops::take(x, place, {.axis = axis});
    if (inside.defined()) value = ops::where(spread(inside), value, samples.fill_value);
    if (weight.defined()) value = value * spread(weight);
    total = total.defined() ? total + value : value;
  });
  return total;
}

}  // namespace cornu
