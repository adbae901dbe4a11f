#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

struct NanToNumOptions {
  double nan = 0;
  std::optional<double> posinf = {};
  std::optional<double> neginf = {};
  static void fields(auto& field, auto& config) {
    field("nan", config.nan, "What NaN becomes.");
    field("posinf", config.posinf, "What infinity becomes; null: the largest number.");
    field("neginf", config.neginf, "What minus infinity becomes; null: the lowest number.");
  }
};

namespace ops {

/// x with numbers in place of NaN and infinities, to which no gradient flows.
Tensor nan_to_num(const Operand& x, const NanToNumOptions& options = {});

}  // namespace ops

}  // namespace cornu
