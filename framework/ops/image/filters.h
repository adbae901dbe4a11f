#pragma once

#include <vector>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/image/colors.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

struct GaussianBlurOptions {
  std::vector<int64_t> kernel_size = {3, 3};
  std::vector<double> sigma = {1, 1};
  Choice<DataFormat> data_format = DataFormat::channels_last;
  static void fields(auto& field, auto& config) {
    field("kernel_size", config.kernel_size, "Height and width of what a pixel is made of.");
    field("sigma", config.sigma, "Standard deviations along width and height, in pixels.");
    field("data_format", config.data_format, "Where the channels stand.");
  }
};

/// The weights of a Gaussian of `size` pixels, which sum to 1.
std::vector<double> gaussian(int64_t size, double sigma);
/// A batch [n, height, width, channels] convolved with `rows` down and `columns` across.
Tensor separable_filter(const Tensor& x, const std::vector<double>& rows,
                        const std::vector<double>& columns, Padding padding);

namespace ops::image {

/// Floating images blurred; beyond their edges lies 0.
Tensor gaussian_blur(const Operand& images, const GaussianBlurOptions& options = {});

/// How fast a batch of floating images changes downwards and to the right, by Sobel's filters:
/// [n, height, width, channels] → [n, height, width, channels, 2]. Images are mirrored at their
/// edges.
Tensor sobel_edges(const Operand& images, const ImageOptions& options = {});

}  // namespace ops::image

}  // namespace cornu
