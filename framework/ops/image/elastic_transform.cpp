#include "framework/ops/image/elastic_transform.h"

#include "framework/base/error.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/cast.h"
#include "framework/ops/concatenate.h"
#include "framework/ops/deferred.h"
#include "framework/ops/image/filters.h"
#include "framework/ops/image/images.h"
#include "framework/ops/operators.h"
#include "framework/ops/random.h"
#include "framework/ops/reshape.h"
#include "framework/ops/sample.h"

namespace cornu {

namespace {

Tensor transform_batch(const Tensor& x, const ElasticTransformOptions& options) {
  const int64_t images = x.shape()[0], height = x.shape()[1], width = x.shape()[2];
  const random::Seed seed = options.seed ? random::Seed(*options.seed) : random::Seed();
  const Tensor noise = random::normal({2 * images, height, width, 1},
                                      {.stddev = options.sigma, .dtype = x.dtype(), .seed = seed});
  const auto window = gaussian((6 * static_cast<int64_t>(options.sigma)) | 1, options.sigma);
  const Tensor smooth = separable_filter(noise, window, window, Padding::same);
  const Tensor moved =
      ops::reshape(smooth * options.alpha, {.newshape = {2, images, height, width}});
  const Shape plane{height, width};
  const Tensor grid =
      ops::stack({ops::broadcast_to(numbered(height, {height, 1}, x), {.shape = plane}),
                  ops::broadcast_to(numbered(width, {1, width}, x), {.shape = plane})});
  return sample(x, moved + ops::expand_dims(grid, {.axis = 1}),
                {.axis = 1,
                 .batched = true,
                 .linear = options.interpolation == Sampler::bilinear,
                 .fill = options.fill_mode.text(),
                 .fill_value = options.fill_value});
}

}  // namespace

Tensor ops::image::elastic_transform(const Operand& images,
                                     const ElasticTransformOptions& options) {
  if (images.is_symbolic()) return record_symbolic("image::elastic_transform", {images}, options);
  if (!(options.sigma > 0))
    fail<ValueError>("elastic_transform: sigma is ", options.sigma, "; it must be positive.");
  const Tensor x = images.tensor();
  check_floating_images("elastic_transform", x.spec());
  if (any_unranked(x)) return defer("image::elastic_transform", {x}, options, x.dtype());
  image_axes("elastic_transform", x.spec(), options.data_format);
  if (!x.shape().known())
    return defer_images("image::elastic_transform", {x}, options, x.dtype(), x.shape());
  const DType dtype = x.dtype() == DType::f64 ? DType::f64 : DType::f32;
  const Tensor y = on_batch(cast(x, dtype), options.data_format,
                            [&](const Tensor& batch) { return transform_batch(batch, options); });
  return cast(y, x.dtype());
}

}  // namespace cornu
