#include "framework/ops/image/margins.h"

#include "framework/base/error.h"
#include "framework/ops/deferred.h"
#include "framework/ops/image/images.h"
#include "framework/ops/pad.h"
#include "framework/ops/strided_slice.h"

namespace cornu {

namespace {

/// What is wanted along one axis, and the names of its arguments.
struct Margins {
  std::optional<int64_t> before, after, target;
  std::string_view before_name, after_name, target_name;
};

std::string told(std::string_view name, const std::optional<int64_t>& value) {
  return value ? concat(name, " = ", *value) : concat("no ", name);
}

void check(std::string_view op, const Margins& m) {
  if (m.before.has_value() + m.after.has_value() + m.target.has_value() != 2)
    fail<ValueError>(op, ": two of ", m.before_name, ", ", m.after_name, " and ", m.target_name,
                     " must be given, not ", told(m.before_name, m.before), ", ",
                     told(m.after_name, m.after), " and ", told(m.target_name, m.target), ".");
  const auto check_sign = [&](std::string_view name, const std::optional<int64_t>& value) {
    if (value && *value < 0)
      fail<ValueError>(op, ": ", name, " is ", *value, "; it must not be negative.");
  };
  check_sign(m.before_name, m.before);
  check_sign(m.after_name, m.after);
  check_sign(m.target_name, m.target);
}

/// The third of an axis's margins, whose total with the other two is `size`; ValueError where that
/// makes it negative.
int64_t third(std::string_view op, const Spec& x, std::string_view name, int64_t value) {
  if (value < 0) fail<ValueError>(op, ": ", name, " would be ", value, ": images are ", x, ".");
  return value;
}

Tensor crop(const Tensor& x, int64_t axis, const Margins& m) {
  const int64_t size = x.shape()[axis];
  if (!m.after) third("crop_images", x.spec(), m.after_name, size - *m.before - *m.target);
  const int64_t first =
      m.before ? *m.before
               : third("crop_images", x.spec(), m.before_name, size - *m.after - *m.target);
  const int64_t count =
      m.target ? *m.target
               : third("crop_images", x.spec(), m.target_name, size - *m.before - *m.after);
  return slice_axis(x, axis, Range(first, first + count));
}

void pad(PadAttrs& attrs, const Tensor& x, int64_t axis, const Margins& m) {
  const int64_t size = x.shape()[axis];
  const auto i = static_cast<size_t>(axis);
  attrs.low[i] = m.before
                     ? *m.before
                     : third("pad_images", x.spec(), m.before_name, *m.target - size - *m.after);
  attrs.high[i] = m.after
                      ? *m.after
                      : third("pad_images", x.spec(), m.after_name, *m.target - size - *m.before);
}

/// The shape of the result, as far as it is known without x's sizes.
Shape sized(const Tensor& x, const ImageAxes& axes, const Margins& rows, const Margins& columns) {
  return x.shape()
      .with(axes.height, rows.target.value_or(unknown))
      .with(axes.width, columns.target.value_or(unknown));
}

}  // namespace

namespace ops::image {

Tensor crop_images(const Operand& images, const CropImagesOptions& options) {
  const Margins rows{options.top_cropping, options.bottom_cropping, options.target_height,
                     "top_cropping",       "bottom_cropping",       "target_height"};
  const Margins columns{options.left_cropping, options.right_cropping, options.target_width,
                        "left_cropping",       "right_cropping",       "target_width"};
  check("crop_images", rows);
  check("crop_images", columns);
  if (images.is_symbolic()) return record_symbolic("image::crop_images", {images}, options);
  const Tensor x = images.tensor();
  if (any_unranked(x)) return defer("image::crop_images", {x}, options, x.dtype());
  const ImageAxes axes = image_axes("crop_images", x.spec(), options.data_format);
  if (x.shape()[axes.height] == unknown || x.shape()[axes.width] == unknown)
    return defer_images("image::crop_images", {x}, options, x.dtype(),
                        sized(x, axes, rows, columns));
  return crop(crop(x, axes.height, rows), axes.width, columns);
}

Tensor pad_images(const Operand& images, const PadImagesOptions& options) {
  const Margins rows{options.top_padding, options.bottom_padding, options.target_height,
                     "top_padding",       "bottom_padding",       "target_height"};
  const Margins columns{options.left_padding, options.right_padding, options.target_width,
                        "left_padding",       "right_padding",       "target_width"};
  check("pad_images", rows);
  check("pad_images", columns);
  if (images.is_symbolic()) return record_symbolic("image::pad_images", {images}, options);
  const Tensor x = images.tensor();
  if (any_unranked(x)) return defer("image::pad_images", {x}, options, x.dtype());
  const ImageAxes axes = image_axes("pad_images", x.spec(), options.data_format);
  const auto needs_size = [&](const Margins& m, int64_t axis) {
    return m.target && x.shape()[axis] == unknown;
  };
  if (needs_size(rows, axes.height) || needs_size(columns, axes.width))
    return defer_images("image::pad_images", {x}, options, x.dtype(),
                        sized(x, axes, rows, columns));
  const std::vector<int64_t> none(static_cast<size_t>(x.ndim()), 0);
  PadAttrs attrs{none, none, none};
  pad(attrs, x, axes.height, rows);
  pad(attrs, x, axes.width, columns);
  return pad_general(x, attrs);
}

}  // namespace ops::image

}  // namespace cornu
