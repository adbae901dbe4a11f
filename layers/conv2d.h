#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/spatial.h"

namespace cornu::layers {

struct Conv2DOptions {
  int64_t filters = 0;
  Sizes kernel_size = 1;
  Sizes strides = 1;
  Choice<Padding> padding = Padding::valid;
  Choice<DataFormat> data_format = DataFormat::channels_last;
  Sizes dilation_rate = 1;
  int64_t groups = 1;
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
    field("strides", config.strides, "Steps of the window.");
    field("padding", config.padding, "\"valid\": none; \"same\": ceil(size / stride) outputs.");
    field("data_format", config.data_format, "Where the channels stand.");
    field("dilation_rate", config.dilation_rate, "Distance of the kernel's taps.");
    field("groups", config.groups, "Parts that the channels fall into, each with its filters.");
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

/// Convolution over height and width: x [batch, height, width, channels] with a kernel [height,
/// width, channels / groups, filters] → [batch, height, width, filters].
LayerRef Conv2D(int64_t filters, const Sizes& kernel_size, Conv2DOptions options = {});

}  // namespace cornu::layers
