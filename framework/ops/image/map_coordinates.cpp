#include "framework/ops/image/map_coordinates.h"

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/image/images.h"

namespace cornu {

namespace {

void check(const Tensor& x, const Tensor& at, const MapCoordinatesOptions& options) {
  if (options.order != 0 && options.order != 1)
    fail<ValueError>("map_coordinates: order is ", options.order,
                     "; it must be 0, the nearest element, or 1, linear.");
  if (x.shape().ranked() && x.ndim() == 0)
    fail<ShapeError>("map_coordinates: inputs are ", x.spec(), ", which has no axes.");
  if (at.shape().ranked() && at.ndim() < 2)
    fail<ShapeError>("map_coordinates: coordinates are ", at.spec(),
                     "; they must be [axes of inputs, shape...].");
  if (at.shape().ranked() && x.shape().ranked() && at.shape()[0] != x.ndim() &&
      at.shape()[0] != unknown)
    fail<ShapeError>("map_coordinates: coordinates are ", at.spec(), ", of ", at.shape()[0],
                     " axes; inputs are ", x.spec(), ", of ", x.ndim(), ".");
}

}  // namespace

Tensor ops::image::map_coordinates(const Operand& inputs, const Operand& coordinates,
                                   const MapCoordinatesOptions& options) {
  if (any_symbolic(inputs, coordinates))
    return record_symbolic("image::map_coordinates", {inputs, coordinates}, options);
  const Tensor x = inputs.tensor(), at = coordinates.tensor();
  check(x, at, options);
  const DType dtype = x.dtype() == DType::f64 ? DType::f64 : DType::f32;
  if (any_unranked(x, at)) return defer("image::map_coordinates", {x, at}, options, x.dtype());
  if (!x.shape().known() || at.shape()[0] == unknown)
    return defer_images("image::map_coordinates", {x, at}, options, x.dtype(), at.shape().sub(1));
  if (x.shape().elements() == 0)
    fail<ShapeError>("map_coordinates: inputs ", x.spec(), " have no elements.");
  const Tensor y = sample(
      cast(x, dtype), cast(at, dtype),
      {.linear = options.order == 1, .fill = options.fill_mode, .fill_value = options.fill_value});
  return cast(is_floating(x.dtype()) ? y : round(y), x.dtype());
}

}  // namespace cornu
