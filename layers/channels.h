#pragma once

#include "framework/ops/channels.h"

namespace cornu {

/// ShapeError unless `input` is [batch, height, width, channels] or has its channels first.
void check_image(const Shape& input);
/// The number of channels of such an input; ShapeError where it is not known.
int64_t image_channels(const Shape& input, DataFormat format);
/// The first of the two spatial axes.
constexpr int64_t first_spatial_axis(DataFormat format) {
  return format == DataFormat::channels_last ? 1 : 2;
}

}  // namespace cornu
