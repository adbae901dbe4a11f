#include "framework/ops/sample.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/clip.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/operators.h"
#include "framework/ops/reshape.h"
#include "framework/ops/split.h"
#include "framework/ops/take.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

constexpr DTypeSet kReal = bit(DType::f32) | bit(DType::f64);

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &x = args.in[0], &at = args.in[1];
  const SampleAttrs& attrs = args.as<SampleAttrs>();
  if (!x.shape.ranked() || !at.shape.ranked()) return {{x.dtype, Shape::unranked(), x.device}};
  const int64_t axes = at.shape[0], batch = attrs.batched ? attrs.axis : 0;
  CORNU_CHECK(axes > 0 && attrs.axis + axes <= x.shape.ndim() && at.shape.ndim() > batch,
              "sample of ", x, " at ", at);
  return {{x.dtype,
           x.shape.sub(0, attrs.axis) + at.shape.sub(1 + batch) + x.shape.sub(attrs.axis + axes),
           x.device}};
}

/// The place next to coordinates along an axis.
struct Place {
  Tensor index, weight, inside;  // undefined: the weight is 1, the place inside
};

Place place_at(const Tensor& index, const Tensor& weight, int64_t size, CoordinatesFill fill) {
  switch (fill) {
    case CoordinatesFill::constant: {
      const Tensor within = ops::clip(index, {0, static_cast<double>(size - 1)});
      return {within, weight, ops::equal(within, index)};
    }
    case CoordinatesFill::nearest:
      return {ops::clip(index, {0, static_cast<double>(size - 1)}), weight, {}};
    case CoordinatesFill::wrap:
      return {ops::mod(index, size), weight, {}};
    case CoordinatesFill::mirror: {
      const int64_t period = std::max<int64_t>(2 * (size - 1), 1);
      const Tensor place = ops::mod(index, period);
      return {ops::minimum(place, period - place), weight, {}};
    }
    case CoordinatesFill::reflect: {
      const Tensor place = ops::mod(index, 2 * size);
      return {ops::minimum(place, 2 * size - 1 - place), weight, {}};
    }
  }
  fail<InternalError>("an unknown fill");
}

std::vector<Place> places(const Tensor& at, int64_t size, const SampleAttrs& attrs) {
  const CoordinatesFill fill = attrs.fill;
  Tensor coordinates = at;
  // further outside nothing changes, and an index would be too large for its type
  if (fill == CoordinatesFill::constant || fill == CoordinatesFill::nearest)
    coordinates = ops::clip(at, {-2, static_cast<double>(size) + 1});
  if (!attrs.linear)
    return {place_at(ops::cast(ops::round(coordinates), DType::i64), {}, size, fill)};
  const Tensor lower = ops::floor(coordinates), share = coordinates - lower;
  const Tensor index = ops::cast(lower, DType::i64);
  return {place_at(index, 1 - share, size, fill), place_at(index + 1, share, size, fill)};
}

/// Calls f for each choice of one place per axis.
template <class F>
void each_corner(const std::vector<std::vector<Place>>& axes, const F& f) {
  std::vector<const Place*> corner;
  const auto walk = [&](const auto& self) -> void {
    if (corner.size() == axes.size()) return f(corner);
    for (const Place& each : axes[corner.size()]) {
      corner.push_back(&each);
      self(self);
      corner.pop_back();
    }
  };
  walk(walk);
}

Tensor both(const Tensor& a, const Tensor& b, Tensor (*op)(const Operand&, const Operand&)) {
  if (!a.defined()) return b;
  return b.defined() ? op(a, b) : a;
}

/// Where the elements of each of `outer` begin.
Tensor beginnings(const Sampling& s, const Tensor& x) {
  std::vector<int64_t> first;
  for (int64_t i = 0; i < s.outer; ++i) first.push_back(i * s.elements);
  return from_buffer(first.data(), {s.outer, 1}, DType::i64, x.device());
}

/// What gradients of every order are made of: slices that are taken, weighed and added.
Tensors decompose(const Tensors& in, const Attrs& packed) {
  const SampleAttrs& attrs = packed.as<SampleAttrs>();
  const Sampling s(attrs, in[0].shape(), in[1].shape());
  const Tensors along = ops::unstack(in[1]);
  std::vector<std::vector<Place>> axes;
  for (size_t i = 0; i < along.size(); ++i) {
    const Shape shape = attrs.batched ? Shape{s.outer, s.points} : Shape{s.points};
    axes.push_back(places(ops::reshape(along[i], {.newshape = shape}), s.sizes[i], attrs));
  }
  const Shape flat =
      attrs.batched ? Shape{s.outer * s.elements, s.inner} : Shape{s.outer, s.elements, s.inner};
  const Tensor x = ops::reshape(in[0], {.newshape = flat});
  Tensor total;
  each_corner(axes, [&](const std::vector<const Place*>& corner) {
    Tensor place, weight, inside;
    for (size_t i = 0; i < corner.size(); ++i) {
      place = place.defined() ? place * s.sizes[i] + corner[i]->index : corner[i]->index;
      weight = both(weight, corner[i]->weight, ops::multiply);
      inside = both(inside, corner[i]->inside, ops::logical_and);
    }
    if (attrs.batched) place = place + beginnings(s, x);
    const auto per_slice = [](const Tensor& t) { return ops::expand_dims(t, {.axis = -1}); };
    Tensor value = ops::take(x, place, {.axis = attrs.batched ? 0 : 1});
    if (inside.defined()) value = ops::where(per_slice(inside), value, attrs.fill_value);
    if (weight.defined()) value = value * per_slice(weight);
    total = total.defined() ? total + value : value;
  });
  const Spec specs[] = {in[0].spec(), in[1].spec()};
  return {ops::reshape(total, {.newshape = infer({sample_def, specs, packed, {}})[0].shape})};
}

}  // namespace

Sampling::Sampling(const SampleAttrs& attrs, const Shape& x, const Shape& coordinates)
    : outer(x.sub(0, attrs.axis).elements()),
      points(coordinates.sub(attrs.batched ? 1 + attrs.axis : 1).elements()),
      sizes(x.sub(attrs.axis, attrs.axis + coordinates[0]).to_vector()) {
  inner = x.sub(attrs.axis + coordinates[0]).elements();
  strides.resize(sizes.size());
  for (size_t i = sizes.size(); i-- > 0;) {
    strides[i] = elements * inner;
    elements *= sizes[i];
  }
}

constinit const OpDef sample_def{.name = "sample",
                                 .doc = "Values between elements, at coordinates.",
                                 .inputs = {{"x", kReal}, {"coordinates", kReal}},
                                 .attrs = attrs_of<SampleAttrs>,
                                 .infer = infer,
                                 .decompose = decompose};

Tensor sample(const Tensor& x, const Tensor& coordinates, const SampleAttrs& attrs) {
  return apply_one(sample_def, {x, ops::cast(coordinates, x.dtype())}, attrs);
}

}  // namespace cornu
