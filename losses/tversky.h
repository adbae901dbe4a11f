#pragma once

#include "framework/nn/loss.h"
#include "framework/ops/axes.h"

namespace cornu::losses {

struct TverskyOptions {
  double alpha = 0.5;
  double beta = 0.5;
  Choice<Reduction> reduction = Reduction::sum_over_batch_size;
  std::string name = "tversky";
  Axes axis = {};
  std::optional<DType> dtype = {};
  static void fields(auto& field, auto& config) {
    field("alpha", config.alpha, "The weight of what is missed.");
    field("beta", config.beta, "The weight of false alarms.");
    field("axis", config.axis, "The axes of the sums; null: all, the batch's too.");
    loss_fields(field, config);
  }
};

/// 1 − both / (both + alpha·missed + beta·false alarms): one number for the whole batch, unless
/// axes are given.
LossRef Tversky(const TverskyOptions& options = {});

}  // namespace cornu::losses
