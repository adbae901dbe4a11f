#pragma once

#include "framework/nn/loss.h"
#include "framework/ops/axes.h"

namespace cornu::losses {

struct DiceOptions {
  Choice<Reduction> reduction = Reduction::sum_over_batch_size;
  std::string name = "dice";
  Axes axis = {};
  std::optional<DType> dtype = {};
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axes of the sums; null: all, the batch's too.");
    loss_fields(field, config);
  }
};

/// 1 − 2 Σ y_true·y_pred / (Σ y_true + Σ y_pred): one number for the whole batch, unless axes are
/// given.
LossRef Dice(const DiceOptions& options = {});

}  // namespace cornu::losses
