#include "layers/channels.h"

#include "framework/base/error.h"

namespace cornu {

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
