#pragma once

#include <vector>

#include "framework/ops/axes.h"
#include "framework/ops/operand.h"

namespace cornu {

struct RollOptions {
  Axes shift = 0;
  Axes axis = {};
  static void fields(auto& field, auto& config) {
    field("shift", config.shift, "How many places to move, along each axis that is named.");
    field("axis", config.axis, "The axes to move along; null: x flattened, in its shape again.");
  }
};

struct Rot90Options {
  int64_t k = 1;
  std::vector<int64_t> axes = {0, 1};
  static void fields(auto& field, auto& config) {
    field("k", config.k, "How many times to turn by 90 degrees.");
    field("axes", config.axes, "The plane's two axes; turns go from the first to the second.");
  }
};

struct MoveaxisOptions {
  Axes source = 0;
  Axes destination = 0;
  static void fields(auto& field, auto& config) {
    field("source", config.source, "The axes to move.");
    field("destination", config.destination, "Where each of them then stands.");
  }
};

namespace ops {

/// The elements moved along axes; what leaves at one end comes in at the other.
Tensor roll(const Operand& x, const RollOptions& options);
/// Turned in the plane of two axes.
Tensor rot90(const Operand& x, const Rot90Options& options = {});
/// Axes at other places; the others keep their order.
Tensor moveaxis(const Operand& x, const MoveaxisOptions& options);
/// All elements along one axis.
Tensor ravel(const Operand& x);
/// Reversed along axis 1 (left and right), or axis 0 (up and down).
Tensor fliplr(const Operand& x);
Tensor flipud(const Operand& x);

}  // namespace ops

}  // namespace cornu
