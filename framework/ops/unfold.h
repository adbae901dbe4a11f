#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

struct UnfoldOptions {
  Sizes kernel_size = 1;
  Sizes dilation = 1;
  Sizes padding = 0;
  Sizes stride = 1;
  static void fields(auto& field, auto& config) {
    field("kernel_size", config.kernel_size, "The height and width of a block.");
    field("dilation", config.dilation, "Distance of a block's elements.");
    field("padding", config.padding, "Zeros around the image, at either side.");
    field("stride", config.stride, "Distance of the blocks.");
  }
};

struct FoldOptions {
  Sizes output_size = 1;
  Sizes kernel_size = 1;
  Sizes dilation = 1;
  Sizes padding = 0;
  Sizes stride = 1;
  static void fields(auto& field, auto& config) {
    field("output_size", config.output_size, "The height and width of the image.");
    field("kernel_size", config.kernel_size, "The height and width of a block.");
    field("dilation", config.dilation, "Distance of a block's elements.");
    field("padding", config.padding, "Zeros that were around the image, at either side.");
    field("stride", config.stride, "Distance of the blocks.");
  }
};

namespace ops {

/// The blocks of an image, channels first: [n, c, h, w] → [n, c · block, blocks]. A column is a
/// block's elements, channel by channel and row by row (im2col).
Tensor unfold(const Operand& x, const UnfoldOptions& options);
/// The sum of overlapping blocks: [n, c · block, blocks] → [n, c, h, w], the transposed map of
/// unfold (col2im).
Tensor fold(const Operand& x, const FoldOptions& options);

}  // namespace ops

}  // namespace cornu
