#include "framework/ops/image/map_coordinates.h"

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/image/images.h"
#include "framework/ops/reshape.h"
#include "framework/ops/split.h"

namespace cornu {

namespace {

void check(const Tensor& x, const Tensor& at, const MapCoordinatesOptions& options) {
  if (options.order != 0 && options.order != 1)
    fail<ValueError>("map_coordinates: order is ", options.order,
                     "; it must be 0, the nearest element, or 1, linear.");
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
  if (any_symbolic({inputs, coordinates}))
    return record_symbolic("image::map_coordinates", {inputs, coordinates}, options);
  const Tensor x = inputs.tensor(), at = coordinates.tensor();
  check(x, at, options);
  const DType dtype = to_floating(x.dtype());
  if (any_unranked({x, at})) return defer("image::map_coordinates", {x, at}, options, x.dtype());
  if (!x.shape().known() || at.shape()[0] == unknown)
    return defer_images("image::map_coordinates", {x, at}, options, x.dtype(), at.shape().sub(1));
  if (x.shape().elements() == 0)
    fail<ShapeError>("map_coordinates: inputs ", x.spec(), " have no elements.");
  const Tensors along = unstack(cast(at, is_floating(at.dtype()) ? at.dtype() : dtype));
  Samples samples{{}, x.shape().to_vector(), {}, options.fill_value};
  for (size_t i = 0; i < along.size(); ++i)
    samples.axes.push_back(
        axis_samples(along[i], samples.sizes[i], options.order == 1, options.fill_mode));
  const Tensor flat = reshape(cast(x, dtype), {.newshape = {-1}});
  const Tensor y = sample(flat, 0, samples);
  return cast(is_floating(x.dtype()) ? y : round(y), x.dtype());
}

}  // namespace cornu
