#include "framework/ops/image/elastic_transform.h"

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/deferred.h"
#include "framework/ops/image/filters.h"
#include "framework/ops/image/images.h"
#include "framework/ops/operators.h"
#include "framework/ops/random.h"
#include "framework/ops/reshape.h"
#include "framework/ops/strided_slice.h"

namespace cornu {

namespace {

/// The numbers 0, step, 2 step, …, along an axis of that shape.
Tensor count(int64_t size, int32_t step, const Shape& shape, const Tensor& like) {
  std::vector<int32_t> values(static_cast<size_t>(size));
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<int32_t>(i) * step;
  return from_buffer(values.data(), shape, DType::i32, like.device());
}

/// As transforms name it; what lies outside by whole lengths is Keras's map_coordinates'.
CoordinatesFill coordinates_fill(TransformFill fill) {
  return enum_value<CoordinatesFill>(enum_name(fill));
}

Tensor transform_batch(const Tensor& x, const ElasticTransformOptions& options) {
  const Shape& shape = x.shape();
  const int64_t images = shape[0], height = shape[1], width = shape[2];
  const random::Seed seed = options.seed ? random::Seed(*options.seed) : random::Seed();
  const Tensor noise = random::normal({2 * images, height, width, 1},
                                      {.stddev = options.sigma, .dtype = x.dtype(), .seed = seed});
  const auto window = gaussian((6 * static_cast<int64_t>(options.sigma)) | 1, options.sigma);
  const Tensor moved =
      ops::reshape(separable_filter(noise, window, window, Padding::same) * options.alpha,
                   {.newshape = {2 * images, height, width}});
  const Tensor row = slice_axis(moved, 0, Range(0, images)) +
                     ops::cast(count(height, 1, {height, 1}, x), x.dtype());
  const Tensor column = slice_axis(moved, 0, Range(images, 2 * images)) +
                        ops::cast(count(width, 1, {width}, x), x.dtype());
  const bool linear = options.interpolation == Sampler::bilinear;
  const CoordinatesFill fill = coordinates_fill(options.fill_mode);
  const Samples samples{
      {axis_samples(row, height, linear, fill), axis_samples(column, width, linear, fill)},
      {height, width},
      count(images, static_cast<int32_t>(height * width), {images, 1, 1}, x),
      options.fill_value};
  return sample(ops::reshape(x, {.newshape = {images * height * width, shape[3]}}), 0, samples);
}

}  // namespace

Tensor ops::image::elastic_transform(const Operand& images,
                                     const ElasticTransformOptions& options) {
  if (images.is_symbolic()) return record_symbolic("image::elastic_transform", {images}, options);
  if (!(options.sigma > 0))
    fail<ValueError>("elastic_transform: sigma is ", options.sigma, "; it must be positive.");
  const Tensor x = images.tensor();
  check_floating_images("elastic_transform", x.spec());
  if (any_unranked({x})) return defer("image::elastic_transform", {x}, options, x.dtype());
  image_axes("elastic_transform", x.spec(), options.data_format);
  if (!x.shape().known())
    return defer_images("image::elastic_transform", {x}, options, x.dtype(), x.shape());
  return on_batch(x, options.data_format,
                  [&](const Tensor& batch) { return transform_batch(batch, options); });
}

}  // namespace cornu
