#pragma once

#include "framework/nn/regularizer.h"

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

Regularizer L1(double l1 = 0.01);
Regularizer L2(double l2 = 0.01);
Regularizer L1L2(const L1L2Options& options);

}  // namespace cornu::regularizers
