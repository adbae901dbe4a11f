#include "losses/mean_squared_error.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class MeanSquaredError final : public Loss<losses::MeanSquaredErrorOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::mean_squared_error(y_true, y_pred);
  }
};

}  // namespace

constinit const ClassDef mean_squared_error_loss = class_def<MeanSquaredError>(
    "MeanSquaredError", "The mean of squared differences.", {"mse", "MSE"});

LossRef losses::MeanSquaredError(const MeanSquaredErrorOptions& options) {
  return std::make_shared<cornu::MeanSquaredError>(options);
}

}  // namespace cornu
