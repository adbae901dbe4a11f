#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

struct AppendOptions {
  std::optional<int64_t> axis = {};
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis to join along; null: both flattened.");
  }
};

namespace ops {

/// x2 behind x1.
Tensor append(const Operand& x1, const Operand& x2, const AppendOptions& options = {});
/// Side by side along axis 1; vectors along axis 0.
Tensor hstack(const OperandList& xs);
/// One below the other along axis 0. Vectors are joined as by hstack: Keras's, not NumPy's, which
/// makes them rows.
Tensor vstack(const OperandList& xs);
/// Behind each other along axis 2; vectors [n] are [1,n,1], matrices [n,m,1].
Tensor dstack(const OperandList& xs);

}  // namespace ops

}  // namespace cornu
