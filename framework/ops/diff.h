#pragma once

#include <optional>
#include <vector>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

struct DiffOptions {
  int64_t n = 1;
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("n", config.n, "How often neighbours are subtracted.");
    field("axis", config.axis, "The axis along which they are neighbours.");
  }
};

struct TrapezoidOptions {
  std::optional<std::vector<double>> x = {};
  double dx = 1;
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("x", config.x, "Where the samples were taken, as numbers; null: `dx` apart.");
    field("dx", config.dx, "The distance between samples.");
    field("axis", config.axis, "The axis to integrate along.");
  }
};

namespace ops {

/// Each element's difference from the one before it, `n` times over; of bool whether they differ.
Tensor diff(const Operand& a, const DiffOptions& options = {});

/// The integral of samples y along an axis by the trapezoidal rule; x says where they were taken.
Tensor trapezoid(const Operand& y, const std::optional<Operand>& x = {},
                 const TrapezoidOptions& options = {});

}  // namespace ops

}  // namespace cornu
