#include "framework/ops/image/resize.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/image/images.h"
#include "framework/ops/pad.h"
#include "framework/ops/resample.h"
#include "framework/ops/saturate_cast.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/take.h"

namespace cornu {

namespace {

void check(const ResizeOptions& options) {
  if (options.size.size() != 2)
    fail<ValueError>("resize: size has ", options.size.size(),
                     options.size.size() == 1 ? " number" : " numbers",
                     "; it must be height and width.");
  for (const int64_t size : options.size)
    if (size < 1)
      fail<ValueError>("resize: size holds ", size, "; height and width must be positive.");
  if (options.crop_to_aspect_ratio && options.pad_to_aspect_ratio)
    fail<ValueError>(
        "resize: crop_to_aspect_ratio and pad_to_aspect_ratio are both true; only one can be.");
}

/// The size that has to another one the ratio of two target sizes, in Keras's arithmetic.
int64_t in_ratio(int64_t other, int64_t target, int64_t other_target) {
  return static_cast<int64_t>(static_cast<float>(other * target) /
                              static_cast<float>(other_target));
}

Tensor cut(const Tensor& x, int64_t axis, int64_t size) {
  const int64_t kept = std::max<int64_t>(std::min(x.shape()[axis], size), 1);
  const int64_t first = (x.shape()[axis] - kept) / 2;
  return slice_axis(x, axis, Range(first, first + kept));
}

/// As much on both sides: of an odd number of missing rows one stays missing.
void widen(PadAttrs& attrs, const Tensor& x, int64_t axis, int64_t size) {
  const auto i = static_cast<size_t>(axis);
  attrs.low[i] = attrs.high[i] = std::max<int64_t>(size - x.shape()[axis], 0) / 2;
}

Tensor in_aspect_ratio(const Tensor& x, const ResizeOptions& options, const ImageAxes& axes) {
  const int64_t height = x.shape()[axes.height], width = x.shape()[axes.width];
  const int64_t rows = in_ratio(width, options.size[0], options.size[1]);
  const int64_t columns = in_ratio(height, options.size[1], options.size[0]);
  if (options.crop_to_aspect_ratio) return cut(cut(x, axes.height, rows), axes.width, columns);
  const std::vector<int64_t> none(static_cast<size_t>(x.ndim()), 0);
  PadAttrs attrs{none, none, none, options.fill_value};
  widen(attrs, x, axes.height, rows);
  widen(attrs, x, axes.width, columns);
  return pad_general(x, attrs);
}

/// The nearest elements of integers, which floats could not hold.
Tensor nearest(Tensor x, const ResizeOptions& options, const ImageAxes& axes) {
  for (size_t i = 0; i < 2; ++i) {
    const int64_t axis = axes.height + static_cast<int64_t>(i), size = x.shape()[axis];
    const auto places = interpolation_table(Interpolation::nearest, size, options.size[i]).places;
    x = ops::take(x, from_buffer(places.data(), {options.size[i]}, DType::i64, x.device()),
                  {.axis = axis});
  }
  return x;
}

}  // namespace

Tensor ops::image::resize(const Operand& images, const ResizeOptions& options) {
  check(options);
  if (images.is_symbolic()) return record_symbolic("image::resize", {images}, options);
  Tensor x = images.tensor();
  const DType dtype = x.dtype();
  if (dtype == DType::boolean)
    fail<DTypeError>("resize: images are ", x.spec(), "; truth values have nothing between them.");
  if (any_unranked(x)) return defer("image::resize", {x}, options, dtype);
  const ImageAxes axes = image_axes("resize", x.spec(), options.data_format);
  const Shape shape =
      x.shape().with(axes.height, options.size[0]).with(axes.width, options.size[1]);
  const bool integers_kept = !is_floating(dtype) && options.interpolation == Interpolation::nearest;
  const bool needs_sizes =
      integers_kept || options.crop_to_aspect_ratio || options.pad_to_aspect_ratio;
  if (needs_sizes && (x.shape()[axes.height] == unknown || x.shape()[axes.width] == unknown))
    return defer_images("image::resize", {x}, options, dtype, shape);
  if (x.shape()[axes.height] == 0 || x.shape()[axes.width] == 0)
    fail<ShapeError>("resize: images ", x.spec(), " have no pixels to interpolate between.");
  if (options.crop_to_aspect_ratio || options.pad_to_aspect_ratio)
    x = in_aspect_ratio(x, options, axes);
  if (integers_kept) return nearest(x, options, axes);
  const Tensor y = resample(cast(x, to_floating(dtype)), {.axis = axes.height,
                                                          .size = options.size,
                                                          .interpolation = options.interpolation,
                                                          .antialias = options.antialias});
  return is_floating(dtype) ? y : saturate_cast(round(y), dtype);
}

}  // namespace cornu
