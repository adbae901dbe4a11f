#pragma once

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

struct ImageOptions {
  Choice<DataFormat> data_format = DataFormat::channels_last;
  static void fields(auto& field, auto& config) {
    field("data_format", config.data_format, "Where the channels stand.");
  }
};

namespace ops::image {

/// One channel of three: 0.2989 red + 0.587 green + 0.114 blue, in the images' element type. Grey
/// images stay as they are.
Tensor rgb_to_grayscale(const Operand& images, const ImageOptions& options = {});
/// Hue, saturation and value in [0, 1] of floating images in [0, 1]; red has hue 0, green 1/3.
Tensor rgb_to_hsv(const Operand& images, const ImageOptions& options = {});
Tensor hsv_to_rgb(const Operand& images, const ImageOptions& options = {});

}  // namespace ops::image

}  // namespace cornu
