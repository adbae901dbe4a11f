#include "layers/channels.h"

#include "framework/base/error.h"
#include "framework/ops/transpose.h"

namespace cornu {

Tensor channels_to_last(const Tensor& x) {
  std::vector<int64_t> axes = {0};
  for (int64_t axis = 2; axis < x.ndim(); ++axis) axes.push_back(axis);
  axes.push_back(1);
  return ops::transpose(x, {.axes = axes});
}

Tensor channels_to_first(const Tensor& x) {
  std::vector<int64_t> axes = {0, x.ndim() - 1};
  for (int64_t axis = 1; axis < x.ndim() - 1; ++axis) axes.push_back(axis);
  return ops::transpose(x, {.axes = axes});
}

void check_image(const Shape& input) {
  if (input.ndim() != 4)
    fail<ShapeError>(
        "the input must have four axes, such as [batch, height, width, channels]: it is ", input,
        ".");
}

int64_t image_channels(const Shape& input, DataFormat format) {
  check_image(input);
  const int64_t channels = input[format == DataFormat::channels_last ? 3 : 1];
  if (channels == unknown)
    fail<ShapeError>("the number of channels must be known: the input is ", input, ".");
  return channels;
}

}  // namespace cornu
