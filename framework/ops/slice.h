#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct SliceOptions {
  Shape shape = {};
  static void fields(auto& field, auto& config) {
    field("shape", config.shape, "The sizes of the part.");
  }
};

namespace ops {

/// The part of that shape which begins at `start_indices`, one for each axis: a tensor of integers,
/// which may be computed. ShapeError where it does not fit; a start that is computed in a graph is
/// moved so that it does.
Tensor slice(const Operand& inputs, const Operand& start_indices, const SliceOptions& options);
/// `inputs` with `updates` in place of the part of their shape that begins there.
Tensor slice_update(const Operand& inputs, const Operand& start_indices, const Operand& updates);

}  // namespace ops

}  // namespace cornu
