#include "framework/ops/image/ssim.h"

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/deferred.h"
#include "framework/ops/image/filters.h"
#include "framework/ops/image/images.h"
#include "framework/ops/operators.h"
#include "framework/ops/reduce.h"

namespace cornu {

namespace {

void check(const Tensor& a, const Tensor& b, const ImageAxes& axes, const SsimOptions& options) {
  if (options.filter_size < 1 || !(options.filter_sigma > 0))
    fail<ValueError>("ssim: filter_size is ", options.filter_size, ", filter_sigma ",
                     options.filter_sigma, "; both must be positive.");
  if (a.shape() != b.shape() && a.shape().known() && b.shape().known())
    fail<ShapeError>("ssim: image1 is ", a.spec(), ", image2 ", b.spec(),
                     "; both must have one shape.");
  for (const int64_t axis : {axes.height, axes.width})
    if (a.shape()[axis] != unknown && a.shape()[axis] < options.filter_size)
      fail<ShapeError>("ssim: images ", a.spec(), " are smaller than the window of ",
                       options.filter_size, " pixels.\n  hint: filter_size sets it.");
}

}  // namespace

Tensor ops::image::ssim(const Operand& image1, const Operand& image2, const SsimOptions& options) {
  if (any_symbolic(image1, image2))
    return record_symbolic("image::ssim", {image1, image2}, options);
  const DType given = image1.tensor().dtype(), dtype = to_floating(given);
  const Tensor a = image1.as(dtype), b = image2.as(dtype);
  if (any_unranked(a, b)) return defer("image::ssim", {image1, image2}, options, given);
  const ImageAxes axes = image_axes("ssim", a.spec(), options.data_format);
  image_axes("ssim", b.spec(), options.data_format);
  check(a, b, axes, options);
  if (a.shape()[axes.channels] == unknown)
    return defer_images("image::ssim", {image1, image2}, options, given,
                        a.shape().sub(0, a.ndim() - 3));
  const std::vector<double> window = gaussian(options.filter_size, options.filter_sigma);
  const auto average = [&](const Tensor& t) {
    return on_batch(t, options.data_format, [&](const Tensor& batch) {
      return separable_filter(batch, window, window, Padding::valid);
    });
  };
  const Tensor mean_a = average(a), mean_b = average(b);
  const Tensor squares = mean_a * mean_a + mean_b * mean_b, product = mean_a * mean_b;
  const Tensor variances = average(a * a + b * b) - squares;
  const Tensor covariance = average(a * b) - product;
  const double c1 = options.k1 * options.max_val * options.k1 * options.max_val;
  const double c2 = options.k2 * options.max_val * options.k2 * options.max_val;
  const Tensor alike =
      (product * 2 + c1) * (covariance * 2 + c2) / ((squares + c1) * (variances + c2));
  return cast(mean(alike, {.axis = {-3, -2, -1}}), given);
}

}  // namespace cornu
