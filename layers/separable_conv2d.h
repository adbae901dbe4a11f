#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/spatial.h"

namespace cornu::layers {

struct SeparableConv2DOptions {
  int64_t filters = 0;
  Sizes kernel_size = 1;
  Sizes strides = 1;
  Choice<Padding> padding = Padding::valid;
  Choice<DataFormat> data_format = DataFormat::channels_last;
  Sizes dilation_rate = 1;
  int64_t depth_multiplier = 1;
  cornu::Activation activation = {};
  bool use_bias = true;
  Initializer depthwise_initializer = "glorot_uniform";
  Initializer pointwise_initializer = "glorot_uniform";
  Initializer bias_initializer = "zeros";
  Regularizer depthwise_regularizer = {};
  Regularizer pointwise_regularizer = {};
  Regularizer bias_regularizer = {};
  Regularizer activity_regularizer = {};
  Constraint depthwise_constraint = {};
  Constraint pointwise_constraint = {};
  Constraint bias_constraint = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("filters", config.filters, "Channels of the output; at least 1.", required);
    field("kernel_size", config.kernel_size, "Height and width of the window.", required);
    field("strides", config.strides, "Steps of the window.");
    field("padding", config.padding, "\"valid\": none; \"same\": ceil(size / stride) outputs.");
    field("data_format", config.data_format, "Where the channels stand.");
    field("dilation_rate", config.dilation_rate, "Distance of the kernel's taps.");
    field("depth_multiplier", config.depth_multiplier, "Results of each channel; at least 1.");
    field("activation", config.activation, "Applied to the result.");
    field("use_bias", config.use_bias, "Whether a learned bias is added.");
    field("depthwise_initializer", config.depthwise_initializer,
          "Makes the first depthwise kernel.");
    field("pointwise_initializer", config.pointwise_initializer,
          "Makes the first pointwise kernel.");
    field("bias_initializer", config.bias_initializer, "Makes the first bias.");
    field("depthwise_regularizer", config.depthwise_regularizer,
          "Penalty on the depthwise kernel.");
    field("pointwise_regularizer", config.pointwise_regularizer,
          "Penalty on the pointwise kernel.");
    field("bias_regularizer", config.bias_regularizer, "Penalty on the bias.");
    field("activity_regularizer", config.activity_regularizer, "Penalty on the output.");
    field("depthwise_constraint", config.depthwise_constraint,
          "Keeps the depthwise kernel in a set.");
    field("pointwise_constraint", config.pointwise_constraint,
          "Keeps the pointwise kernel in a set.");
    field("bias_constraint", config.bias_constraint, "Keeps the bias in a set.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// Each channel convolved by itself, then the channels mixed at each place: → [batch, height,
/// width, filters].
LayerRef SeparableConv2D(int64_t filters, const Sizes& kernel_size,
                         SeparableConv2DOptions options = {});

}  // namespace cornu::layers
