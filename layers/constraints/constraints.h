#pragma once

#include "framework/nn/constraint.h"
#include "framework/ops/axes.h"

namespace cornu::constraints {

struct MaxNormOptions {
  double max_value = 2;
  Axes axis = 0;
  static void fields(auto& field, auto& config) {
    field("max_value", config.max_value, "The largest norm allowed.");
    field("axis", config.axis, "The axes of one norm.");
  }
};
struct MinMaxNormOptions {
  double min_value = 0;
  double max_value = 1;
  double rate = 1;
  Axes axis = 0;
  static void fields(auto& field, auto& config) {
    field("min_value", config.min_value, "The smallest norm allowed.");
    field("max_value", config.max_value, "The largest norm allowed.");
    field("rate", config.rate, "How much of the way to the bounds is gone in one step.");
    field("axis", config.axis, "The axes of one norm.");
  }
};
struct NonNegOptions {
  static void fields(auto&, auto&) {}
};
struct UnitNormOptions {
  Axes axis = 0;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axes of one norm.");
  }
};

Constraint MaxNorm(const MaxNormOptions& options = {});
Constraint MinMaxNorm(const MinMaxNormOptions& options = {});
Constraint NonNeg();
Constraint UnitNorm(const UnitNormOptions& options = {});

/// The norm of `weight` along the axes, which keep size 1.
Tensor norm_along(const Tensor& weight, const Axes& axes);

}  // namespace cornu::constraints
