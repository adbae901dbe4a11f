#include "framework/ops/image/images.h"

#include <algorithm>
#include <numeric>

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/deferred.h"
#include "framework/ops/reshape.h"

namespace cornu {

ImageAxes image_axes(std::string_view op, const Spec& x, DataFormat format) {
  const int64_t axes = x.shape.ndim();
  if (axes != 3 && axes != 4)
    fail<ShapeError>(op, ": ", x, " is neither an image nor a batch of them.\n  hint: an image is ",
                     format == DataFormat::channels_last ? "[height, width, channels]"
                                                         : "[channels, height, width]",
                     "; a batch has one axis more in front.");
  if (format == DataFormat::channels_last) return {axes - 3, axes - 2, axes - 1};
  return {axes - 2, axes - 1, axes - 3};
}

void check_floating_images(std::string_view op, const Spec& x) {
  if (!is_floating(x.dtype)) fail<DTypeError>(op, ": images are ", x, "; they must be floating.");
}

Tensor defer_images(std::string_view function, std::initializer_list<Operand> operands,
                    const Attrs& options, DType dtype, const Shape& shape) {
  const Tensor y = defer(function, operands, options, dtype);
  if (!shape.ranked() || std::count(shape.begin(), shape.end(), unknown) > 1) return y;
  return ops::reshape(y, {.newshape = shape});
}

Tensor numbered(int64_t size, const Shape& shape, const Tensor& x) {
  std::vector<double> values(static_cast<size_t>(size));
  std::iota(values.begin(), values.end(), 0.);
  return ops::cast(from_buffer(values.data(), shape, DType::f64, x.device()), x.dtype());
}

}  // namespace cornu
