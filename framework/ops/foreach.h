#pragma once

#include "framework/ops/fused.h"

namespace cornu {

/// One program over many tensors alike: what optimizers compile to.
struct ForeachAttrs {
  FusedProgram program = {};
  int64_t scalars = 0;  ///< The first registers: numbers that all share, such as a learning rate.
  int64_t roles = 1;    ///< The next ones: weight, gradient, slots of one tensor.

  static void fields(auto& field, auto& config) {
    field("program", config.program, "What happens to each tensor's elements.");
    field("scalars", config.scalars, "Leading inputs of one element.");
    field("roles", config.roles, "Lists of tensors that follow them.");
  }
  /// How many tensors each role has, of so many inputs.
  size_t tensors(size_t inputs) const {
    return (inputs - static_cast<size_t>(scalars)) / static_cast<size_t>(roles);
  }
};

namespace ops {

/// Runs the program on the j-th tensors of every role, for each j. `in` holds the scalars, then the
/// roles' tensors one role after the other. Returns all first results, then all second ones, …
Tensors foreach (const Tensors& in, const ForeachAttrs& attrs);

}  // namespace ops

}  // namespace cornu
