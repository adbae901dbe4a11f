#include "framework/ops/pool.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/ops/pool_def.h"

namespace cornu {

namespace {

/// {before, after} along one axis of size `in`.
std::pair<int64_t, int64_t> padding_of(const PoolAttrs& attrs, size_t axis, int64_t in) {
  if (attrs.padding.empty()) return same_padding(in, {attrs.pool_size[axis], attrs.strides[axis]});
  return {attrs.padding[2 * axis], attrs.padding[2 * axis + 1]};
}

}  // namespace

bool pools_forward(std::string_view op) {
  return op == "max_pool" || op == "max_pool_gather" || op == "average_pool";
}

PoolGeometry pool_geometry(const PoolAttrs& attrs, const Shape& x) {
  const size_t axes = attrs.pool_size.size(), added = 3 - axes;
  PoolGeometry geometry{.batch = x[0], .channels = x[-1]};
  for (size_t i = 0; i < axes; ++i) {
    PoolGeometry::Axis& axis = geometry.axes[i + added];
    axis = {.in = x[static_cast<int64_t>(i) + 1],
            .size = attrs.pool_size[i],
            .stride = attrs.strides[i]};
    const auto [before, after] = padding_of(attrs, i, axis.in);
    axis.before = before;
    axis.out = (axis.in + before + after - axis.size) / axis.stride + 1;
  }
  return geometry;
}

Shape pooled_shape(std::string_view op, const Spec& x, const PoolAttrs& attrs) {
  if (!x.shape.ranked()) return Shape::unranked();
  const size_t axes = attrs.pool_size.size();
  if (x.shape.ndim() != static_cast<int64_t>(axes) + 2 || axes < 1 || axes > 3)
    fail<ShapeError>(op, ": x is ", x, ", the window has ", axes,
                     " axes.\n  hint: x is [n, spatial…, channels] with 1 to 3 spatial axes.");
  Shape out{x.shape[0]};
  for (size_t i = 0; i < axes; ++i) {
    const int64_t in = x.shape[static_cast<int64_t>(i) + 1];
    if (in == unknown) {
      out.push_back(unknown);
      continue;
    }
    const auto [before, after] = padding_of(attrs, i, in);
    const int64_t room = in + before + after - attrs.pool_size[i];
    if (room < 0)
      fail<ShapeError>(op, ": a window of ", attrs.pool_size[i], " does not fit x, which is ", x,
                       " (axis ", i + 1, " = ", in, ").\n  hint: use padding \"same\".");
    out.push_back(room / attrs.strides[i] + 1);
  }
  out.push_back(x.shape[-1]);
  return out;
}

Shape unpooled_shape(const Spec& dy, const PoolAttrs& attrs) {
  if (!dy.shape.ranked()) return Shape::unranked();
  Shape out{dy.shape[0]};
  for (const int64_t size : attrs.sizes) out.push_back(size);
  out.push_back(dy.shape[-1]);
  return out;
}

DType window_index_dtype(const PoolAttrs& attrs) {
  int64_t taps = 1;
  for (const int64_t size : attrs.pool_size) taps *= size;
  return taps <= 256 ? DType::u8 : DType::i32;
}

PoolAttrs with_sizes(PoolAttrs attrs, const Shape& x) {
  attrs.sizes = x.sub(1, x.ndim() - 1).to_vector();
  return attrs;
}

PoolAttrs pool_attrs(std::string_view op, const Tensor& x, const PoolOptions& options) {
  const int64_t axes = std::clamp<int64_t>(x.ndim() - 2, 1, 3);
  PoolAttrs attrs{.pool_size = options.pool_size.expanded(op, "pool_size", axes)};
  attrs.strides =
      options.strides ? options.strides->expanded(op, "strides", axes) : attrs.pool_size;
  if (options.padding == Padding::valid) attrs.padding.assign(2 * static_cast<size_t>(axes), 0);
  return attrs;
}

}  // namespace cornu
