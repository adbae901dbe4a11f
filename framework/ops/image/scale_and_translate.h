#pragma once

#include <array>
#include <vector>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

enum class ScaleMethod : uint8_t {
  linear,
  bilinear,
  trilinear,
  triangle,
  cubic,
  bicubic,
  tricubic,
  lanczos3,
  lanczos5
};
template <>
struct EnumNames<ScaleMethod> {
  static constexpr std::array<std::string_view, 9> names = {"linear",   "bilinear", "trilinear",
                                                            "triangle", "cubic",    "bicubic",
                                                            "tricubic", "lanczos3", "lanczos5"};
};

struct ScaleAndTranslateOptions {
  std::vector<int64_t> spatial_dims = {};
  Choice<ScaleMethod> method = ScaleMethod::linear;
  bool antialias = true;
  static void fields(auto& field, auto& config) {
    field("spatial_dims", config.spatial_dims, "The axes that are scaled.");
    field("method", config.method, "What new elements are made of.");
    field("antialias", config.antialias, "Elements of a shorter axis are made of a wider part.");
  }
};

namespace ops::image {

/// x with axes at other sizes: what is at u along the i-th of `spatial_dims` comes to scale[i] u +
/// translation[i], where pixel k reaches from k to k + 1. What comes from outside is 0. Gradients
/// go to scale and translation, too.
Tensor scale_and_translate(const Operand& images, const Shape& output_shape, const Operand& scale,
                           const Operand& translation, const ScaleAndTranslateOptions& options);

}  // namespace ops::image

}  // namespace cornu
