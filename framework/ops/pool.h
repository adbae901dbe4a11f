#pragma once

#include <array>
#include <optional>
#include <vector>

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

/// Attributes of the pooling ops and of their gradients. Channels are last: x [n, spatial…, c].
struct PoolAttrs {
  std::vector<int64_t> pool_size = {};
  std::vector<int64_t> strides = {};
  std::vector<int64_t> padding = {};
  std::vector<int64_t> sizes = {};

  static void fields(auto& field, auto& config) {
    field("pool_size", config.pool_size, "Sizes of the window along each spatial axis.");
    field("strides", config.strides, "Steps of the window along each spatial axis.");
    field("padding", config.padding,
          "Elements before and after, for each spatial axis in turn; empty: Keras's \"same\".");
    field("sizes", config.sizes, "Of a gradient: the spatial sizes of what it makes.");
  }
};

/// Pooling of known shapes over three spatial axes, of which the first may be of size 1.
struct PoolGeometry {
  struct Axis {
    int64_t in = 1, out = 1, size = 1, stride = 1, before = 0;
  };
  int64_t batch = 1, channels = 1;
  std::array<Axis, 3> axes = {};

  int64_t taps() const { return axes[0].size * axes[1].size * axes[2].size; }
};
/// Of the larger tensor's shape, x or dx.
PoolGeometry pool_geometry(const PoolAttrs& attrs, const Shape& x);
/// Whether the op's output is the smaller tensor (y) and its input the larger (x).
bool pools_forward(std::string_view op);

struct PoolOptions {
  Sizes pool_size = 2;
  OptionalSizes strides = {};
  Choice<Padding> padding = Padding::valid;
  std::optional<Choice<DataFormat>> data_format = {};

  static void fields(auto& field, auto& config) {
    field("pool_size", config.pool_size, "Sizes of the window.");
    field("strides", config.strides, "Steps of the window; null: its sizes.");
    field("padding", config.padding, "\"valid\": none; \"same\": ceil(size / stride) outputs.");
    field("data_format", config.data_format, "Where the channels stand; null: last.");
  }
};

namespace ops {

/// The largest element of each window over 1 to 3 spatial axes: x [n, spatial…, c]. Padding counts
/// as minus infinity.
Tensor max_pool(const Operand& inputs, const PoolOptions& options = {});
/// The mean of each window's elements; padding does not count.
Tensor average_pool(const Operand& inputs, const PoolOptions& options = {});

}  // namespace ops

}  // namespace cornu
