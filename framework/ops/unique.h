#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

struct UniqueOptions {
  bool sorted = true;
  bool return_index = false;
  bool return_inverse = false;
  bool return_counts = false;
  std::optional<int64_t> axis = {};
  std::optional<int64_t> size = {};
  std::optional<double> fill_value = {};
  static void fields(auto& field, auto& config) {
    field("sorted", config.sorted, "In ascending order, else as they first come.");
    field("return_index", config.return_index, "Also where each of them comes first.");
    field("return_inverse", config.return_inverse, "Also which of them each element is.");
    field("return_counts", config.return_counts, "Also how often each of them comes.");
    field("axis", config.axis, "The axis whose slices are compared; null: x flattened.");
    field("size", config.size, "So many are given, whatever there is; null: all there are.");
    field("fill_value", config.fill_value, "What stands for those that are missing; null: 0.");
  }
};

struct IsinOptions {
  bool assume_unique = false;
  bool invert = false;
  static void fields(auto& field, auto& config) {
    field("assume_unique", config.assume_unique, "Nothing is gained by saying so.");
    field("invert", config.invert, "True where an element is not among them.");
  }
};

namespace ops {

/// {the different elements, or slices along an axis, and what else is asked for (int32)}. How many
/// there are depends on elements: a traced call must give `size`. Each NaN is one of its own.
Tensors unique(const Operand& x, const UniqueOptions& options = {});

/// Whether each element of x1 is among those of x2.
Tensor isin(const Operand& x1, const Operand& x2, const IsinOptions& options = {});

}  // namespace ops

}  // namespace cornu
