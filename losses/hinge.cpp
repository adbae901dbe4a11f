#include "losses/hinge.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class Hinge final : public Loss<losses::HingeOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::hinge(y_true, y_pred);
  }
};

}  // namespace

constinit const ClassDef hinge_loss =
    class_def<Hinge>("Hinge", "The mean of max(1 - y_true y_pred, 0).");

LossRef losses::Hinge(const HingeOptions& options) {
  return std::make_shared<cornu::Hinge>(options);
}

}  // namespace cornu
