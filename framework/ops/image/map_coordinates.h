#pragma once

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/ops/sample.h"

namespace cornu {

struct MapCoordinatesOptions {
  int64_t order = 1;
  Choice<CoordinatesFill> fill_mode = CoordinatesFill::constant;
  double fill_value = 0;
  static void fields(auto& field, auto& config) {
    field("order", config.order, "0: the nearest element; 1: linear between neighbours.");
    field("fill_mode", config.fill_mode, "What lies outside.");
    field("fill_value", config.fill_value, "The constant that lies outside.");
  }
};

namespace ops::image {

/// The values of inputs at coordinates: [axes of inputs, shape…] → [shape…].
Tensor map_coordinates(const Operand& inputs, const Operand& coordinates,
                       const MapCoordinatesOptions& options);

}  // namespace ops::image

}  // namespace cornu
