#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

struct ConvTransposeOptions {
  Sizes strides = 1;
  Choice<Padding> padding = Padding::valid;
  OptionalSizes output_padding = {};
  std::optional<Choice<DataFormat>> data_format = {};
  Sizes dilation_rate = 1;

  static void fields(auto& field, auto& config) {
    field("strides", config.strides, "Distance in the result of the input's neighbours.");
    field("padding", config.padding,
          "\"valid\": the result is as large as windows reach; \"same\": size * stride.");
    field("output_padding", config.output_padding,
          "Elements more at the end than the windows reach, fewer than strides; null: what "
          "padding says.");
    field("data_format", config.data_format, "Where the channels stand; null: last.");
    field("dilation_rate", config.dilation_rate, "Distance of the kernel's taps.");
  }
};

namespace ops {

/// The transpose of a convolution, over 1 to 3 spatial axes: x [n, spatial…, in], kernel
/// [spatial…, out, in] → [n, spatial…, out].
Tensor conv_transpose(const Operand& inputs, const Operand& kernel,
                      const ConvTransposeOptions& options = {});

}  // namespace ops

}  // namespace cornu
