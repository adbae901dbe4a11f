#pragma once

#include <array>

#include "framework/base/choice.h"
#include "framework/base/config_value.h"
#include "framework/ops/operand.h"

namespace cornu {

enum class CorrelateMode { valid, same, full };
template <>
struct EnumNames<CorrelateMode> {
  static constexpr std::array<std::string_view, 3> names = {"valid", "same", "full"};
};

struct CorrelateOptions {
  Choice<CorrelateMode> mode = CorrelateMode::valid;
  static void fields(auto& field, auto& config) {
    field("mode", config.mode,
          "Where both overlap fully, as many results as the longer has elements, or all.");
  }
};

namespace ops {

/// The sums of products of two 1-D sequences under each shift: y[k] = Σ x1[k + i] · x2[i].
Tensor correlate(const Operand& x1, const Operand& x2, const CorrelateOptions& options = {});

/// Pearson's correlation of each two of x's rows, each of which has the values of one variable.
Tensor corrcoef(const Operand& x);

}  // namespace ops

}  // namespace cornu
