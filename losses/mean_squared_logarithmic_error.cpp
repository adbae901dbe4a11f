#include "losses/mean_squared_logarithmic_error.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class MeanSquaredLogarithmicError final : public Loss<losses::MeanSquaredLogarithmicErrorOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::mean_squared_logarithmic_error(y_true, y_pred);
  }
};

}  // namespace

constinit const ClassDef mean_squared_logarithmic_error_loss =
    class_def<MeanSquaredLogarithmicError>("MeanSquaredLogarithmicError",
                                           "The mean of squared differences of logarithms.",
                                           {"msle", "MSLE"});

LossRef losses::MeanSquaredLogarithmicError(const MeanSquaredLogarithmicErrorOptions& options) {
  return std::make_shared<cornu::MeanSquaredLogarithmicError>(options);
}

}  // namespace cornu
