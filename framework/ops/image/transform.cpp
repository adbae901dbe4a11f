#include "framework/ops/image/transform.h"

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/clip.h"
#include "framework/ops/concatenate.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/image/images.h"
#include "framework/ops/linalg.h"
#include "framework/ops/operators.h"
#include "framework/ops/reshape.h"
#include "framework/ops/sample.h"
#include "framework/ops/split.h"
#include "framework/ops/stop_gradient.h"
#include "framework/ops/where.h"

namespace cornu {

namespace {

/// A coordinate as one inside; beyond the middle of the last pixel's edge lies that pixel.
Tensor folded(const Tensor& at, int64_t size, TransformFill fill) {
  const auto last = static_cast<double>(size - 1);
  const auto inside = [&](const Tensor& t) { return ops::clip(t, {0, last}); };
  if (fill == TransformFill::nearest || size == 1) return inside(at);
  if (fill == TransformFill::wrap) {
    // TensorFlow's: whole lengths for each length less one that it is outside.
    const Tensor low = at + (ops::trunc(at / -last) + 1) * size;
    const Tensor high = at - ops::trunc(at / last) * size;
    return inside(ops::where(at < 0, low, ops::where(at > last, high, at)));
  }
  const double period = 2 * static_cast<double>(size);
  const Tensor below = at + ops::trunc(at / -period) * period;
  const Tensor low = ops::where(below < -static_cast<double>(size), below + period, -below - 1.0);
  const Tensor above = at - ops::trunc(at / period) * period;
  const Tensor high = ops::where(above >= static_cast<double>(size), period - above - 1.0, above);
  return inside(ops::where(at < 0, low, ops::where(at > last, high, at)));
}

/// Images [n, height, width, channels] through transforms [8] or [n, 8].
Tensor transform_batch(const Tensor& images, const Tensor& transform,
                       const AffineTransformOptions& options) {
  const int64_t height = images.shape()[1], width = images.shape()[2];
  const bool one = transform.ndim() == 1;
  Tensors t = ops::unstack(transform, {.axis = -1});
  if (!one)
    for (Tensor& each : t) each = ops::reshape(each, {.newshape = {transform.shape()[0], 1, 1}});
  const Tensor x = numbered(width, {width}, transform),
               y = numbered(height, {height, 1}, transform);
  const Tensor scale = t[6] * x + t[7] * y + 1;
  const Tensor finite = ops::not_equal(scale, 0), safe = ops::where(finite, scale, 1);
  const bool linear = options.interpolation == Sampler::bilinear;
  const bool constant = options.fill_mode == TransformFill::constant;
  const auto seen = [&](size_t first, int64_t size) {
    const Tensor at = (t[first] * x + t[first + 1] * y + t[first + 2]) / safe;
    const Tensor near = constant ? ops::where(finite, at, -2) : folded(at, size, options.fill_mode);
    if (linear) return near;  // else halves go away from 0
    return ops::where(near < 0, ops::ceil(near - 0.5), ops::floor(near + 0.5));
  };
  const Tensor values =
      sample(images, ops::stack({seen(3, height), seen(0, width)}),
             {.axis = 1,
              .batched = !one,
              .linear = linear,
              .fill = constant ? CoordinatesFill::constant : CoordinatesFill::nearest,
              .fill_value = options.fill_value});
  if (constant) return values;  // -2 is outside
  return ops::where(ops::expand_dims(finite, {.axis = -1}), values, options.fill_value);
}

/// Where both kinds of transformation go on, on a transform [8] or [n, 8].
Tensor transform_images(std::string_view op, const Tensor& x, const Tensor& transform,
                        const AffineTransformOptions& options) {
  const int64_t count = transform.ndim() == 1 ? 1 : transform.shape()[0];
  const int64_t batch = x.ndim() == 4 ? x.shape()[0] : 1;
  if (count != 1 && count != batch && batch != unknown)
    fail<ShapeError>(op, ": there are ", count, " transforms of ", batch,
                     batch == 1 ? " image: " : " images: ", x.spec(), ".");
  const DType dtype = x.dtype() == DType::f64 ? DType::f64 : DType::f32;
  const Tensor y = on_batch(ops::cast(x, dtype), options.data_format, [&](const Tensor& images) {
    const Tensor single = count == 1 ? ops::reshape(transform, {.newshape = {8}}) : transform;
    return transform_batch(images, ops::cast(single, dtype), options);
  });
  return ops::cast(y, x.dtype());
}

/// Whether sizes are missing: of images, or how many transforms there are of how many images.
bool needs_sizes(const Tensor& x, const ImageAxes& axes, int64_t transforms) {
  return x.shape()[axes.height] == unknown || x.shape()[axes.width] == unknown ||
         x.shape()[axes.channels] == unknown || transforms == unknown ||
         (transforms != 1 && x.ndim() == 4 && x.shape()[0] == unknown);
}

void check_points(std::string_view name, const Tensor& points) {
  const Shape& shape = points.shape();
  if ((shape.ndim() != 2 && shape.ndim() != 3) || shape[-2] != 4 || shape[-1] != 2)
    fail<ShapeError>("perspective_transform: ", name, " are ", points.spec(),
                     "; they must be [4, 2] for one image or [n, 4, 2] for a batch.");
}

/// The transform [n, 8] that sees what is at `start` at `end`, both [n, 4, 2]: 8 equations.
Tensor transform_between(const Tensor& start, const Tensor& end) {
  const auto part = [](const Tensor& points, size_t i) {
    return ops::unstack(points, {.axis = -1})[i];  // [n, 4]
  };
  const Tensor x = part(end, 0), y = part(end, 1), u = part(start, 0), v = part(start, 1);
  const Tensor one = ops::cast(ops::equal(x, x), x.dtype()), zero = one - one;
  const Tensor of_u = ops::stack({x, y, one, zero, zero, zero, -(u * x), -(u * y)}, {.axis = -1});
  const Tensor of_v = ops::stack({zero, zero, zero, x, y, one, -(v * x), -(v * y)}, {.axis = -1});
  const Tensor matrix = ops::concatenate({of_u, of_v}, {.axis = 1});
  const Tensor right = ops::expand_dims(ops::concatenate({u, v}, {.axis = 1}), {.axis = -1});
  return ops::squeeze(ops::solve(matrix, right), {.axis = -1});
}

}  // namespace

namespace ops::image {

Tensor affine_transform(const Operand& images, const Operand& transform,
                        const AffineTransformOptions& options) {
  if (any_symbolic(images, transform))
    return record_symbolic("image::affine_transform", {images, transform}, options);
  const Tensor x = images.tensor(), t = transform.tensor();
  if (any_unranked(x, t)) return defer("image::affine_transform", {x, t}, options, x.dtype());
  const ImageAxes axes = image_axes("affine_transform", x.spec(), options.data_format);
  if ((t.ndim() != 1 && t.ndim() != 2) || (t.shape()[-1] != 8 && t.shape()[-1] != unknown))
    fail<ShapeError>("affine_transform: transform is ", t.spec(),
                     "; it must be [8], or [n, 8] for a batch.");
  if (needs_sizes(x, axes, t.ndim() == 1 ? 1 : t.shape()[0]))
    return defer_images("image::affine_transform", {x, t}, options, x.dtype(), x.shape());
  return transform_images("affine_transform", x, stop_gradient(t), options);
}

Tensor perspective_transform(const Operand& images, const Operand& start_points,
                             const Operand& end_points,
                             const PerspectiveTransformOptions& options) {
  if (any_symbolic(images, start_points, end_points))
    return record_symbolic("image::perspective_transform", {images, start_points, end_points},
                           options);
  const Tensor x = images.tensor();
  const DType dtype = x.dtype() == DType::f64 ? DType::f64 : DType::f32;
  Tensor start = start_points.as(dtype), end = end_points.as(dtype);
  if (any_unranked(x, start, end))
    return defer("image::perspective_transform", {x, start, end}, options, x.dtype());
  const ImageAxes axes = image_axes("perspective_transform", x.spec(), options.data_format);
  check_points("start_points", start);
  check_points("end_points", end);
  if (start.shape() != end.shape())
    fail<ShapeError>("perspective_transform: start_points are ", start.spec(), ", end_points ",
                     end.spec(), "; both must have one shape.");
  if (needs_sizes(x, axes, start.ndim() == 2 ? 1 : start.shape()[0]))
    return defer_images("image::perspective_transform", {x, start, end}, options, x.dtype(),
                        x.shape());
  start = reshape(start, {.newshape = {-1, 4, 2}});
  end = reshape(end, {.newshape = {-1, 4, 2}});
  return transform_images("perspective_transform", x, transform_between(start, end),
                          {.interpolation = options.interpolation,
                           .fill_value = options.fill_value,
                           .data_format = options.data_format});
}

}  // namespace ops::image

}  // namespace cornu
