#include "losses/tversky.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class Tversky final : public Loss<losses::TverskyOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::tversky(y_true, y_pred, config().alpha, config().beta, config().axis);
  }
};

}  // namespace

constinit const ClassDef tversky_loss =
    class_def<Tversky>("Tversky", "Dice with a weight for each kind of error.");

LossRef losses::Tversky(const TverskyOptions& options) {
  return std::make_shared<cornu::Tversky>(options);
}

}  // namespace cornu
