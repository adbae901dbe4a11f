#pragma once

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

struct ExtractPatchesOptions {
  Sizes size = 1;
  OptionalSizes strides = {};
  Sizes dilation_rate = 1;
  Choice<Padding> padding = Padding::valid;
  Choice<DataFormat> data_format = DataFormat::channels_last;
  static void fields(auto& field, auto& config) {
    field("size", config.size, "Sizes of a patch: one number, or one for each of 2 or 3 axes.");
    field("strides", config.strides, "Distances of patches; null: their sizes.");
    field("dilation_rate", config.dilation_rate, "Distance of neighbours within a patch.");
    field("padding", config.padding, "\"valid\": none; \"same\": ceil(size / stride) patches.");
    field("data_format", config.data_format, "Where the channels stand.");
  }
};

namespace ops::image {

/// Patches of images, or of volumes [depth, height, width, channels] where `size` has three
/// numbers: the elements of each in a row, in place of the channels.
Tensor extract_patches(const Operand& images, const ExtractPatchesOptions& options);
/// The same, where one number is the size of a cube.
Tensor extract_patches_3d(const Operand& volumes, const ExtractPatchesOptions& options);

}  // namespace ops::image

}  // namespace cornu
