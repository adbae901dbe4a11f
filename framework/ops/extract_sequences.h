#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"

namespace cornu {

struct ExtractSequencesOptions {
  int64_t sequence_length = 1;
  int64_t sequence_stride = 1;
  static void fields(auto& field, auto& config) {
    field("sequence_length", config.sequence_length, "Elements of a sequence.");
    field("sequence_stride", config.sequence_stride, "Elements from one sequence to the next.");
  }
};

namespace ops {

/// The sequences [..., count, length] that a window sees as it slides over the last axis.
Tensor extract_sequences(const Operand& x, const ExtractSequencesOptions& options);

}  // namespace ops

/// The transpose of extract_sequences: the sequences [..., count, length] at their places, added
/// where they overlap.
Tensor overlapped(const Tensor& sequences, int64_t stride);
/// A ValueError of `op` where either is no length.
void check_sequences(std::string_view op, const ExtractSequencesOptions& options);

}  // namespace cornu
