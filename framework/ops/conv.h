#pragma once

#include <optional>
#include <vector>

#include "framework/base/config_value.h"
#include "framework/ops/fused_activation.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

/// Attributes of conv and of its two gradients. Channels are last: x [n, spatial…, in],
/// kernel [spatial…, in / groups, out].
struct ConvAttrs {
  std::vector<int64_t> strides = {};
  std::vector<int64_t> padding = {};
  std::vector<int64_t> dilations = {};
  int64_t groups = 1;
  std::vector<int64_t> sizes = {};
  Choice<FusedActivation> activation = FusedActivation::linear;

  static void fields(auto& field, auto& config) {
    field("strides", config.strides, "Steps of the window along each spatial axis.");
    field("padding", config.padding,
          "Zeros before and after, for each spatial axis in turn; empty: Keras's \"same\".");
    field("dilations", config.dilations, "Distance of the kernel's taps along each spatial axis.");
    field("groups", config.groups, "Parts that the channels fall into, each with its kernel.");
    field("sizes", config.sizes,
          "Of a gradient: the spatial sizes of what it makes, the input's or the kernel's.");
    field("activation", config.activation, "Applied to the result; set by fusion only.");
  }
};

/// One spatial axis of a convolution, padding resolved.
struct ConvAxis {
  Window window;
  int64_t in = 0, out = 0;
  int64_t before = 0, after = 0;
};

/// A convolution of known shapes, whichever of the three ops computes it.
struct ConvGeometry {
  int64_t batch = 0, in = 0, out = 0, groups = 1;  ///< in, out: channels of all groups
  std::vector<ConvAxis> axes;
};
ConvGeometry conv_geometry(const ConvAttrs& attrs, const Shape& x, const Shape& kernel,
                           const Shape& y);

struct ConvOptions {
  Sizes strides = 1;
  Choice<Padding> padding = Padding::valid;
  std::optional<Choice<DataFormat>> data_format = {};
  Sizes dilation_rate = 1;

  static void fields(auto& field, auto& config) {
    field("strides", config.strides, "Steps of the window along each spatial axis.");
    field("padding", config.padding, "\"valid\": none; \"same\": ceil(size / stride) outputs.");
    field("data_format", config.data_format, "Where the channels stand; null: last.");
    field("dilation_rate", config.dilation_rate, "Distance of the kernel's taps.");
  }
};

namespace ops {

/// Convolution (cross-correlation) over 1 to 3 spatial axes: x [n, spatial…, in],
/// kernel [spatial…, in / groups, out] → [n, spatial…, out]. The groups follow from the channels.
Tensor conv(const Operand& inputs, const Operand& kernel, const ConvOptions& options = {});

/// The three operations that convolution's gradients of every order are made of. `attrs.sizes` is
/// the gradients' only.
Tensor conv_forward(const Tensor& x, const Tensor& kernel, const ConvAttrs& attrs);
Tensor conv_backward_data(const Tensor& dy, const Tensor& kernel, const ConvAttrs& attrs);
Tensor conv_backward_weights(const Tensor& x, const Tensor& dy, const ConvAttrs& attrs);

}  // namespace ops

}  // namespace cornu
