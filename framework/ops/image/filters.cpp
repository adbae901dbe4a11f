#include "framework/ops/image/filters.h"

#include <cmath>

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/concatenate.h"
#include "framework/ops/creation.h"
#include "framework/ops/deferred.h"
#include "framework/ops/image/images.h"
#include "framework/ops/operators.h"
#include "framework/ops/pad.h"
#include "framework/ops/separable_conv.h"
#include "framework/ops/strided_slice.h"

namespace cornu {

namespace {

void check(const GaussianBlurOptions& options) {
  if (options.kernel_size.size() != 2 || options.sigma.size() != 2)
    fail<ValueError>("gaussian_blur: kernel_size and sigma have ", options.kernel_size.size(),
                     " and ", options.sigma.size(), " numbers; each must have 2.");
  for (const int64_t size : options.kernel_size)
    if (size < 1)
      fail<ValueError>("gaussian_blur: kernel_size holds ", size, "; sizes are at least 1.");
  for (const double sigma : options.sigma)
    if (!(sigma > 0))
      fail<ValueError>("gaussian_blur: sigma holds ", sigma, "; deviations are positive.");
}

/// Each channel convolved with a kernel [height, width], row by row.
Tensor filter(const Tensor& x, const std::vector<double>& kernel, int64_t height, int64_t width,
              Padding padding) {
  const int64_t channels = x.shape()[-1];
  std::vector<double> weights;
  for (const double weight : kernel)
    weights.insert(weights.end(), static_cast<size_t>(channels), weight);
  const Tensor each =
      from_buffer(weights.data(), {height, width, channels, 1}, DType::f64, x.device());
  return ops::depthwise_conv(x, ops::cast(each, x.dtype()), {.padding = padding});
}

}  // namespace

std::vector<double> gaussian(int64_t size, double sigma) {
  std::vector<double> weights;
  double total = 0;
  for (int64_t i = 0; i < size; ++i) {
    const double at = (static_cast<double>(i) - static_cast<double>(size - 1) / 2) / sigma;
    weights.push_back(std::exp(-0.5 * at * at));
    total += weights.back();
  }
  for (double& weight : weights) weight /= total;
  return weights;
}

Tensor separable_filter(const Tensor& x, const std::vector<double>& rows,
                        const std::vector<double>& columns, Padding padding) {
  const Tensor down = filter(x, rows, static_cast<int64_t>(rows.size()), 1, padding);
  return filter(down, columns, 1, static_cast<int64_t>(columns.size()), padding);
}

namespace ops::image {

Tensor gaussian_blur(const Operand& images, const GaussianBlurOptions& options) {
  check(options);
  if (images.is_symbolic()) return record_symbolic("image::gaussian_blur", {images}, options);
  const Tensor x = images.tensor();
  check_floating_images("gaussian_blur", x.spec());
  if (any_unranked(x)) return defer("image::gaussian_blur", {x}, options, x.dtype());
  const ImageAxes axes = image_axes("gaussian_blur", x.spec(), options.data_format);
  if (x.shape()[axes.channels] == unknown)
    return defer_images("image::gaussian_blur", {x}, options, x.dtype(), x.shape());
  const int64_t height = options.kernel_size[0], width = options.kernel_size[1];
  // Keras's kernel is [width, height], read as [height, width].
  const std::vector<double> columns = gaussian(height, options.sigma[0]);
  const std::vector<double> rows = gaussian(width, options.sigma[1]);
  return on_batch(x, options.data_format, [&](const Tensor& batch) {
    if (height == width) return separable_filter(batch, rows, columns, Padding::same);
    std::vector<double> kernel;
    for (const double row : rows)
      for (const double column : columns) kernel.push_back(row * column);
    return filter(batch, kernel, height, width, Padding::same);
  });
}

Tensor sobel_edges(const Operand& images, const ImageOptions& options) {
  if (images.is_symbolic()) return record_symbolic("image::sobel_edges", {images}, options);
  const Tensor x = images.tensor();
  check_floating_images("sobel_edges", x.spec());
  if (any_unranked(x)) return defer("image::sobel_edges", {x}, options, x.dtype());
  if (x.ndim() != 4)
    fail<ShapeError>("sobel_edges: images are ", x.spec(), "; they must be a batch, of 4 axes.");
  const ImageAxes axes = image_axes("sobel_edges", x.spec(), options.data_format);
  if (x.shape()[axes.height] == unknown || x.shape()[axes.width] == unknown)
    return defer_images("image::sobel_edges", {x}, options, x.dtype(), x.shape() + Shape{2});
  std::vector<std::pair<int64_t, int64_t>> around(4, {0, 0});
  around[static_cast<size_t>(axes.height)] = around[static_cast<size_t>(axes.width)] = {1, 1};
  const Tensor wide = pad(x, {.pad_width = around, .mode = PadMode::reflect});
  const auto part = [&](const Tensor& t, int64_t axis, int64_t first) {
    return slice_axis(t, axis, Range(first, first + x.shape()[axis]));
  };
  const auto change = [&](int64_t along, int64_t across) {
    const Tensor smooth = part(wide, across, 0) + part(wide, across, 1) * 2 + part(wide, across, 2);
    return part(smooth, along, 2) - part(smooth, along, 0);
  };
  return stack({change(axes.height, axes.width), change(axes.width, axes.height)}, {.axis = -1});
}

}  // namespace ops::image

}  // namespace cornu
