#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

struct CropImagesOptions {
  std::optional<int64_t> top_cropping = {}, left_cropping = {};
  std::optional<int64_t> bottom_cropping = {}, right_cropping = {};
  std::optional<int64_t> target_height = {}, target_width = {};
  Choice<DataFormat> data_format = DataFormat::channels_last;
  static void fields(auto& field, auto& config) {
    field("top_cropping", config.top_cropping, "Rows to take away at the top.");
    field("left_cropping", config.left_cropping, "Columns to take away on the left.");
    field("bottom_cropping", config.bottom_cropping, "Rows to take away at the bottom.");
    field("right_cropping", config.right_cropping, "Columns to take away on the right.");
    field("target_height", config.target_height, "Rows that are left.");
    field("target_width", config.target_width, "Columns that are left.");
    field("data_format", config.data_format, "Where the channels stand.");
  }
};

struct PadImagesOptions {
  std::optional<int64_t> top_padding = {}, left_padding = {};
  std::optional<int64_t> bottom_padding = {}, right_padding = {};
  std::optional<int64_t> target_height = {}, target_width = {};
  Choice<DataFormat> data_format = DataFormat::channels_last;
  static void fields(auto& field, auto& config) {
    field("top_padding", config.top_padding, "Rows of zeros to add at the top.");
    field("left_padding", config.left_padding, "Columns of zeros to add on the left.");
    field("bottom_padding", config.bottom_padding, "Rows of zeros to add at the bottom.");
    field("right_padding", config.right_padding, "Columns of zeros to add on the right.");
    field("target_height", config.target_height, "Rows of the result.");
    field("target_width", config.target_width, "Columns of the result.");
    field("data_format", config.data_format, "Where the channels stand.");
  }
};

/// Of top, bottom and height two are given, and of left, right and width; the third follows.
namespace ops::image {

/// Images without their margins.
Tensor crop_images(const Operand& images, const CropImagesOptions& options);
/// Images with margins of zeros.
Tensor pad_images(const Operand& images, const PadImagesOptions& options);

}  // namespace ops::image

}  // namespace cornu
