#pragma once

#include <vector>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/ops/resample_table.h"

namespace cornu {

struct ResampleAttrs {
  int64_t axis = 0;
  std::vector<int64_t> size = {};
  std::vector<int64_t> factor = {};
  Choice<Interpolation> interpolation = Interpolation::bilinear;
  bool antialias = false;
  bool transposed = false;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The first axis whose size changes.");
    field("size", config.size, "The sizes that this axis, and the one behind it, become.");
    field("factor", config.factor, "Without sizes: how many times as long they become.");
    field("interpolation", config.interpolation, "What new elements are made of.");
    field("antialias", config.antialias, "Elements of a shorter axis are made of a wider part.");
    field("transposed", config.transposed,
          "The transposed map, which gives x's sizes: a gradient.");
  }
};

/// One axis or two: x as [outer, rows, columns, inner], and the maps of rows and columns; of one
/// axis, the columns are one, which stays.
struct Resampling {
  Resampling(const ResampleAttrs& attrs, const Shape& x, const Shape& y);

  int64_t outer = 1, rows = 1, columns = 1, inner = 1;
  ResampleTable to_rows, to_columns;
};

namespace ops {

/// x with one axis or two neighbouring ones at other sizes. Interpolation is linear in x, and goes
/// along each axis by itself.
Tensor resample(const Tensor& x, const ResampleAttrs& attrs);

}  // namespace ops

}  // namespace cornu
