#include "framework/ops/adaptive_pool.h"

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/channels.h"
#include "framework/ops/concatenate.h"
#include "framework/ops/creation.h"
#include "framework/ops/deferred.h"
#include "framework/ops/pool.h"
#include "framework/ops/public.h"
#include "framework/ops/take.h"

namespace cornu {

namespace {

using Pool = Tensor (*)(const Operand&, const PoolOptions&);

/// One axis: all windows have ⌈in / out⌉ elements or one more. Both kinds are pooled everywhere,
/// and the results that start where windows do are taken.
Tensor pooled_along(const Tensor& x, Pool pool, int64_t axis, int64_t out) {
  const int64_t in = x.shape()[axis], small = (in + out - 1) / out;
  if (in == out) return x;
  const auto windows = [&](int64_t size, int64_t stride) {
    std::vector<int64_t> sizes(static_cast<size_t>(x.ndim() - 2), 1), strides = sizes;
    sizes[static_cast<size_t>(axis - 1)] = size;
    strides[static_cast<size_t>(axis - 1)] = stride;
    return pool(x, {.pool_size = Sizes(sizes), .strides = Sizes(strides)});
  };
  if (in % out == 0) return windows(small, small);
  const int64_t count = in - small + 1;  // of small windows
  std::vector<int64_t> places;
  bool any_large = false;
  for (int64_t i = 0; i < out; ++i) {
    const int64_t start = i * in / out, stop = ((i + 1) * in + out - 1) / out;
    const bool large = stop - start > small;
    any_large |= large;
    places.push_back(start + (large ? count : 0));
  }
  Tensor all = windows(small, 1);
  if (any_large) all = ops::concatenate({all, windows(small + 1, 1)}, {.axis = axis});
  return ops::take(all, from_buffer(places.data(), {out}, DType::i64, x.spec().device),
                   {.axis = axis});
}

Tensor adaptive_pool(std::string_view op, Pool pool, const Operand& inputs,
                     const AdaptivePoolOptions& options) {
  if (inputs.is_symbolic()) return record_symbolic(op, {inputs}, options);
  const Tensor x = inputs.as(to_floating(inputs.tensor().dtype()));
  if (any_unranked(x)) return defer(op, {x}, options, x.dtype());
  const int64_t axes = x.ndim() - 2;
  if (axes < 1 || axes > 3)
    fail<ShapeError>(op, ": x is ", x.spec(), "; it must have 1 to 3 spatial axes.\n",
                     "  hint: [n, spatial..., channels].");
  const std::vector<int64_t> sizes = options.output_size.expanded(op, "output_size", axes);
  const DataFormat format = options.data_format.value_or(DataFormat::channels_last);
  const int64_t first = format == DataFormat::channels_last ? 1 : 2;
  if (!x.shape().sub(first, first + axes).known()) return defer(op, {x}, options, x.dtype());
  return with_channels_last(x, format, [&](const Tensor& last) {
    Tensor y = last;
    for (int64_t axis = 1; axis <= axes; ++axis) {
      if (y.shape()[axis] == 0)
        fail<ShapeError>(op, ": axis ", axis, " of ", y.spec(), " has no elements to pool.");
      y = pooled_along(y, pool, axis, sizes[static_cast<size_t>(axis - 1)]);
    }
    return y;
  });
}

}  // namespace

Tensor ops::adaptive_average_pool(const Operand& inputs, const AdaptivePoolOptions& options) {
  return adaptive_pool("adaptive_average_pool", average_pool, inputs, options);
}

Tensor ops::adaptive_max_pool(const Operand& inputs, const AdaptivePoolOptions& options) {
  return adaptive_pool("adaptive_max_pool", max_pool, inputs, options);
}

}  // namespace cornu
