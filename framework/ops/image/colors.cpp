#include "framework/ops/image/colors.h"

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/clip.h"
#include "framework/ops/concatenate.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/image/images.h"
#include "framework/ops/operators.h"
#include "framework/ops/split.h"
#include "framework/ops/where.h"

namespace cornu {

namespace {

void check_channels(std::string_view op, const Spec& x, int64_t axis) {
  if (x.shape[axis] != 3 && x.shape[axis] != unknown)
    fail<ShapeError>(op, ": images are ", x, ", of ", x.shape[axis], " channels (axis ", axis,
                     "); there must be 3.");
}

/// The three channels of images, each with its axis of size 1.
Tensors channels_of(const Tensor& x, int64_t axis) {
  return ops::split(x, {.indices_or_sections = 3, .axis = axis});
}

/// `f` of the three channels gives those of the result.
template <class F>
Tensor convert(std::string_view op, const std::string& function, const Operand& images,
               const ImageOptions& options, const F& f) {
  if (images.is_symbolic()) return record_symbolic(function, {images}, options);
  const Tensor x = images.tensor();
  check_floating_images(op, x.spec());
  if (any_unranked(x)) return defer(function, {x}, options, x.dtype());
  const int64_t axis = image_axes(op, x.spec(), options.data_format).channels;
  check_channels(op, x.spec(), axis);
  if (x.shape()[axis] == unknown)
    return defer_images(function, {x}, options, x.dtype(), x.shape().with(axis, 3));
  const Tensors in = channels_of(x, axis);
  return ops::concatenate(f(in[0], in[1], in[2]), {.axis = axis});
}

}  // namespace

namespace ops::image {

Tensor rgb_to_grayscale(const Operand& images, const ImageOptions& options) {
  if (images.is_symbolic()) return record_symbolic("image::rgb_to_grayscale", {images}, options);
  const Tensor given = images.tensor();
  if (any_unranked(given)) return defer("image::rgb_to_grayscale", {given}, options, given.dtype());
  const int64_t axis = image_axes("rgb_to_grayscale", given.spec(), options.data_format).channels;
  if (given.shape()[axis] == 1) return given.with_mask(Tensor()).with_logits(Tensor());
  if (given.shape()[axis] == unknown)
    return defer_images("image::rgb_to_grayscale", {given}, options, given.dtype(),
                        given.shape().with(axis, 1));
  check_channels("rgb_to_grayscale", given.spec(), axis);
  const Tensors x = channels_of(cast(given, to_floating(given.dtype())), axis);
  return cast(x[0] * 0.2989 + x[1] * 0.587 + x[2] * 0.114, given.dtype());
}

Tensor rgb_to_hsv(const Operand& images, const ImageOptions& options) {
  return convert("rgb_to_hsv", "image::rgb_to_hsv", images, options,
                 [](const Tensor& r, const Tensor& g, const Tensor& b) -> Tensors {
                   const Tensor value = maximum(maximum(r, g), b);
                   const Tensor range = value - minimum(minimum(r, g), b);
                   const Tensor bright = value > 0, coloured = range > 0;
                   const Tensor saturation = where(bright, range / where(bright, value, 1), 0);
                   const Tensor sixth = 1.0 / (where(coloured, range, 1) * 6);
                   const Tensor angle = where(equal(r, value), sixth * (g - b),
                                              where(equal(g, value), sixth * (b - r) + 1.0 / 3,
                                                    sixth * (r - g) + 2.0 / 3));
                   const Tensor hue = where(coloured, angle, 0);
                   return {where(hue < 0, hue + 1, hue), saturation, value};
                 });
}

Tensor hsv_to_rgb(const Operand& images, const ImageOptions& options) {
  return convert("hsv_to_rgb", "image::hsv_to_rgb", images, options,
                 [](const Tensor& hue, const Tensor& saturation, const Tensor& value) -> Tensors {
                   const Tensor angle = hue * 6;
                   const auto channel = [&](const Tensor& share) {
                     return (1 - saturation + saturation * clip(share, {0, 1})) * value;
                   };
                   return {channel(abs(angle - 3) - 1), channel(2 - abs(angle - 2)),
                           channel(2 - abs(angle - 4))};
                 });
}

}  // namespace ops::image

}  // namespace cornu
