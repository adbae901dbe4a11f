#include "losses/mean_absolute_error.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class MeanAbsoluteError final : public Loss<losses::MeanAbsoluteErrorOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::mean_absolute_error(y_true, y_pred);
  }
};

}  // namespace

constinit const ClassDef mean_absolute_error_loss = class_def<MeanAbsoluteError>(
    "MeanAbsoluteError", "The mean of absolute differences.", {"mae", "MAE"});

LossRef losses::MeanAbsoluteError(const MeanAbsoluteErrorOptions& options) {
  return std::make_shared<cornu::MeanAbsoluteError>(options);
}

}  // namespace cornu
