#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

struct BlockOptions {
  int64_t block_size = 2;
  Choice<DataFormat> data_format = DataFormat::channels_last;
  static void fields(auto& field, auto& config) {
    field("block_size", config.block_size, "The height and width of a block.");
    field("data_format", config.data_format, "Where the channels stand; null: last.");
  }
};

namespace ops {

/// Channels laid out as blocks of pixels: [n, h, w, block² c] → [n, block h, block w, c]. A pixel's
/// channels are the block's pixels row by row, each with its c.
Tensor depth_to_space(const Operand& x, const BlockOptions& options);
/// The other way: [n, block h, block w, c] → [n, h, w, block² c].
Tensor space_to_depth(const Operand& x, const BlockOptions& options);

}  // namespace ops

}  // namespace cornu
