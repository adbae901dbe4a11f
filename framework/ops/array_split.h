#pragma once

#include "framework/ops/split.h"

namespace cornu {

/// How hsplit, vsplit and dsplit cut the axis that their names mean.
struct SectionsOptions {
  Sections indices_or_sections = {};
  static void fields(auto& field, auto& config) {
    field("indices_or_sections", config.indices_or_sections,
          "The number of equal parts, or the indices to cut before.");
  }
};

namespace ops {

/// As split, but the parts need not be equal: the first ones are one element longer.
Tensors array_split(const Operand& x, const SplitOptions& options);
/// The parts along axis 1; of a vector along axis 0.
Tensors hsplit(const Operand& x, const SectionsOptions& options);
/// The parts along axis 0.
Tensors vsplit(const Operand& x, const SectionsOptions& options);
/// The parts along axis 2.
Tensors dsplit(const Operand& x, const SectionsOptions& options);

}  // namespace ops

}  // namespace cornu
