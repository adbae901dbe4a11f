#pragma once

#include <array>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

/// What lies outside of images: k k a b k k, a a a b b b, a b a b a b, b a a b b a.
enum class TransformFill : uint8_t { constant, nearest, wrap, reflect };
template <>
struct EnumNames<TransformFill> {
  static constexpr std::array<std::string_view, 4> names = {"constant", "nearest", "wrap",
                                                            "reflect"};
};

enum class Sampler : uint8_t { nearest, bilinear };
template <>
struct EnumNames<Sampler> {
  static constexpr std::array<std::string_view, 2> names = {"nearest", "bilinear"};
};

struct AffineTransformOptions {
  Choice<Sampler> interpolation = Sampler::bilinear;
  Choice<TransformFill> fill_mode = TransformFill::constant;
  double fill_value = 0;
  Choice<DataFormat> data_format = DataFormat::channels_last;
  static void fields(auto& field, auto& config) {
    field("interpolation", config.interpolation, "What lies between pixels.");
    field("fill_mode", config.fill_mode, "What lies outside of images.");
    field("fill_value", config.fill_value, "The constant that lies outside.");
    field("data_format", config.data_format, "Where the channels stand.");
  }
};

struct PerspectiveTransformOptions {
  Choice<Sampler> interpolation = Sampler::bilinear;
  double fill_value = 0;
  Choice<DataFormat> data_format = DataFormat::channels_last;
  static void fields(auto& field, auto& config) {
    field("interpolation", config.interpolation, "What lies between pixels.");
    field("fill_value", config.fill_value, "What lies outside of images.");
    field("data_format", config.data_format, "Where the channels stand.");
  }
};

namespace ops::image {

/// Images seen through transforms, one [8] or one for each of a batch [n, 8]: where a transform is
/// [a0, a1, a2, b0, b1, b2, c0, c1], the pixel (x, y) of the result is the one at ((a0 x + a1 y +
/// a2) / k, (b0 x + b1 y + b2) / k), k = c0 x + c1 y + 1. Transforms are constant to gradients.
Tensor affine_transform(const Operand& images, const Operand& transform,
                        const AffineTransformOptions& options = {});

/// Images seen so that what is at four start points (x, y) comes to the end points: [4, 2], or
/// [n, 4, 2] for each of a batch.
Tensor perspective_transform(const Operand& images, const Operand& start_points,
                             const Operand& end_points,
                             const PerspectiveTransformOptions& options = {});

}  // namespace ops::image

}  // namespace cornu
