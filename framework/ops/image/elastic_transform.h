#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/image/transform.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

struct ElasticTransformOptions {
  double alpha = 20;
  double sigma = 5;
  Choice<Sampler> interpolation = Sampler::bilinear;
  Choice<TransformFill> fill_mode = TransformFill::reflect;
  double fill_value = 0;
  std::optional<int64_t> seed = {};
  Choice<DataFormat> data_format = DataFormat::channels_last;
  static void fields(auto& field, auto& config) {
    field("alpha", config.alpha, "How far pixels move.");
    field("sigma", config.sigma, "How smoothly: the standard deviation of a Gaussian, in pixels.");
    field("interpolation", config.interpolation, "What lies between pixels.");
    field("fill_mode", config.fill_mode, "What lies outside of images.");
    field("fill_value", config.fill_value, "The constant that lies outside.");
    field("seed", config.seed, "Gives the same displacements each time; null: new ones.");
    field("data_format", config.data_format, "Where the channels stand.");
  }
};

namespace ops::image {

/// Floating images whose pixels are moved by smooth random displacements, of each image its own.
Tensor elastic_transform(const Operand& images, const ElasticTransformOptions& options = {});

}  // namespace ops::image

}  // namespace cornu
