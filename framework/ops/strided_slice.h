#pragma once

#include <optional>
#include <vector>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

/// Python's slice for each of the leading axes: `start:stop:step`, open ends null.
struct StridedSliceAttrs {
  std::vector<std::optional<int64_t>> start = {};
  std::vector<std::optional<int64_t>> stop = {};
  std::vector<int64_t> step = {};
  static void fields(auto& field, auto& config) {
    field("start", config.start, "First index along each axis; negative: from the end.");
    field("stop", config.stop, "The index to stop before.");
    field("step", config.step, "Distance between elements; negative: backwards.");
  }
  void add(const Range& range);
};

/// What a slice takes of one axis.
struct AxisSlice {
  int64_t start = 0, count = 0, step = 1;
};

/// Slice `i` of the attributes applied to an axis of a known size, clamped to it as Python does.
AxisSlice resolve_slice(const StridedSliceAttrs& attrs, size_t i, int64_t size);

/// Part of one axis.
Tensor slice_axis(const Tensor& x, int64_t axis, const Range& range);

namespace ops {

/// Slices of the leading axes.
Tensor strided_slice(const Tensor& x, const StridedSliceAttrs& attrs);

}  // namespace ops

}  // namespace cornu
