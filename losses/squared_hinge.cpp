#include "losses/squared_hinge.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class SquaredHinge final : public Loss<losses::SquaredHingeOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::squared_hinge(y_true, y_pred);
  }
};

}  // namespace

constinit const ClassDef squared_hinge_loss =
    class_def<SquaredHinge>("SquaredHinge", "The mean of max(1 - y_true y_pred, 0) squared.");

LossRef losses::SquaredHinge(const SquaredHingeOptions& options) {
  return std::make_shared<cornu::SquaredHinge>(options);
}

}  // namespace cornu
