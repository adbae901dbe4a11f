#pragma once

#include <array>
#include <vector>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/ops/resample_table.h"
#include "framework/ops/spatial.h"

namespace cornu {

enum class ResizeFill : uint8_t { constant };
template <>
struct EnumNames<ResizeFill> {
  static constexpr std::array<std::string_view, 1> names = {"constant"};
};

struct ResizeOptions {
  std::vector<int64_t> size = {};
  Choice<Interpolation> interpolation = Interpolation::bilinear;
  bool antialias = false;
  bool crop_to_aspect_ratio = false;
  bool pad_to_aspect_ratio = false;
  Choice<ResizeFill> fill_mode = ResizeFill::constant;
  double fill_value = 0;
  Choice<DataFormat> data_format = DataFormat::channels_last;
  static void fields(auto& field, auto& config) {
    field("size", config.size, "Height and width of the result.");
    field("interpolation", config.interpolation, "What new elements are made of.");
    field("antialias", config.antialias, "A smaller image is made of all of the larger one.");
    field("crop_to_aspect_ratio", config.crop_to_aspect_ratio,
          "First cuts off what has not the ratio of the sizes.");
    field("pad_to_aspect_ratio", config.pad_to_aspect_ratio,
          "First adds what is missing to the ratio of the sizes.");
    field("fill_mode", config.fill_mode, "What is added.");
    field("fill_value", config.fill_value, "The constant that is added.");
    field("data_format", config.data_format, "Where the channels stand.");
  }
};

namespace ops::image {

/// Images at another height and width, as TensorFlow resizes them: pixel centres at halves.
/// Integers are rounded.
Tensor resize(const Operand& images, const ResizeOptions& options);

}  // namespace ops::image

}  // namespace cornu
