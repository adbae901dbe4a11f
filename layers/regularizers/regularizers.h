#pragma once

#include "framework/base/choice.h"
#include "framework/nn/regularizer.h"

namespace cornu {

namespace regularizers {
enum class OrthogonalMode : uint8_t { rows, columns };
}  // namespace regularizers

template <>
struct EnumNames<regularizers::OrthogonalMode> {
  static constexpr std::array<std::string_view, 2> names = {"rows", "columns"};
};

}  // namespace cornu

namespace cornu::regularizers {

struct L1Options {
  double l1 = 0.01;
  static void fields(auto& field, auto& config) {
    field("l1", config.l1, "Factor of the sum of absolute values.");
  }
};
struct L2Options {
  double l2 = 0.01;
  static void fields(auto& field, auto& config) {
    field("l2", config.l2, "Factor of the sum of squares.");
  }
};
struct L1L2Options {
  double l1 = 0;
  double l2 = 0;
  static void fields(auto& field, auto& config) {
    field("l1", config.l1, "Factor of the sum of absolute values.");
    field("l2", config.l2, "Factor of the sum of squares.");
  }
};

struct OrthogonalRegularizerOptions {
  double factor = 0.01;
  Choice<OrthogonalMode> mode = OrthogonalMode::rows;
  static void fields(auto& field, auto& config) {
    field("factor", config.factor, "Factor of the mean of the products of different vectors.");
    field("mode", config.mode, "Whether rows or columns should be orthogonal.");
  }
};

Regularizer L1(double l1 = 0.01);
Regularizer L2(double l2 = 0.01);
Regularizer L1L2(const L1L2Options& options);
/// Matrices only.
Regularizer OrthogonalRegularizer(const OrthogonalRegularizerOptions& options = {});

}  // namespace cornu::regularizers
