#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"

namespace cornu {

/// In files the tolerances are arguments of the call, not configuration.
struct IscloseOptions {
  double rtol = 1e-5;  ///< Tolerance as a share of the second operand.
  double atol = 1e-8;  ///< Tolerance beside it.
  bool equal_nan = false;
  static void fields(auto& field, auto& config) {
    field("equal_nan", config.equal_nan, "Two NaN count as close.");
  }
};

struct AllcloseOptions {
  double rtol = 1e-5;
  double atol = 1e-8;
  bool equal_nan = false;
  static void fields(auto& field, auto& config) {
    field("rtol", config.rtol, "Tolerance as a share of the second operand.");
    field("atol", config.atol, "Tolerance beside it.");
    field("equal_nan", config.equal_nan, "Two NaN count as close.");
  }
};

namespace ops {

/// Whether |a - b| <= atol + rtol |b|, element by element; integers have to be equal. Two
/// infinities are not close, as on TensorFlow. Where `rtol` or `atol` is given it stands for that
/// option.
Tensor isclose(const Operand& a, const Operand& b, const IscloseOptions& options = {},
               const std::optional<Operand>& rtol = {}, const std::optional<Operand>& atol = {});
/// Whether all elements are close, or equal infinities: one bool.
Tensor allclose(const Operand& a, const Operand& b, const AllcloseOptions& options = {});

}  // namespace ops

}  // namespace cornu
