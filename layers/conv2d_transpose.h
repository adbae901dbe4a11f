#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/spatial.h"

namespace cornu::layers {

struct Conv2DTransposeOptions {
  int64_t filters = 0;
  Sizes kernel_size = 1;
  Sizes strides = 1;
  Choice<Padding> padding = Padding::valid;
  OptionalSizes output_padding = {};
  Choice<DataFormat> data_format = DataFormat::channels_last;
  Sizes dilation_rate = 1;
  cornu::Activation activation = {};
  bool use_bias = true;
  Initializer kernel_initializer = "glorot_uniform";
  Initializer bias_initializer = "zeros";
  Regularizer kernel_regularizer = {};
  Regularizer bias_regularizer = {};
  Regularizer activity_regularizer = {};
  Constraint kernel_constraint = {};
  Constraint bias_constraint = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("filters", config.filters, "Channels of the output; at least 1.", required);
    field("kernel_size", config.kernel_size, "Height and width of the window.", required);
    field("strides", config.strides, "Distance in the output of the input's neighbours.");
    field("padding", config.padding,
          "\"valid\": as large as windows reach; \"same\": size * stride.");
    field("output_padding", config.output_padding,
          "Rows and columns more than the windows reach, fewer than strides; null: what padding "
          "says.");
    field("data_format", config.data_format, "Where the channels stand.");
    field("dilation_rate", config.dilation_rate, "Distance of the kernel's taps.");
    field("activation", config.activation, "Applied to the result.");
    field("use_bias", config.use_bias, "Whether a learned bias is added.");
    field("kernel_initializer", config.kernel_initializer, "Makes the first kernel.");
    field("bias_initializer", config.bias_initializer, "Makes the first bias.");
    field("kernel_regularizer", config.kernel_regularizer, "Penalty on the kernel.");
    field("bias_regularizer", config.bias_regularizer, "Penalty on the bias.");
    field("activity_regularizer", config.activity_regularizer, "Penalty on the output.");
    field("kernel_constraint", config.kernel_constraint, "Keeps the kernel in a set.");
    field("bias_constraint", config.bias_constraint, "Keeps the bias in a set.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// The transpose of a convolution, which enlarges by `strides`: x [batch, height, width, channels]
/// with a kernel [height, width, filters, channels] → [batch, height, width, filters].
LayerRef Conv2DTranspose(int64_t filters, const Sizes& kernel_size,
                         Conv2DTransposeOptions options = {});

}  // namespace cornu::layers
