#include "losses/mean_absolute_percentage_error.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class MeanAbsolutePercentageError final : public Loss<losses::MeanAbsolutePercentageErrorOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::mean_absolute_percentage_error(y_true, y_pred);
  }
};

}  // namespace

constinit const ClassDef mean_absolute_percentage_error_loss =
    class_def<MeanAbsolutePercentageError>("MeanAbsolutePercentageError",
                                           "The mean of differences in percent of the labels.",
                                           {"mape", "MAPE"});

LossRef losses::MeanAbsolutePercentageError(const MeanAbsolutePercentageErrorOptions& options) {
  return std::make_shared<cornu::MeanAbsolutePercentageError>(options);
}

}  // namespace cornu
