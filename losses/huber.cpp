#include "losses/huber.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class Huber final : public Loss<losses::HuberOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::huber(y_true, y_pred, config().delta);
  }
};

}  // namespace

constinit const ClassDef huber_loss =
    class_def<Huber>("Huber", "Squared near zero, absolute far from it.");

LossRef losses::Huber(const HuberOptions& options) {
  return std::make_shared<cornu::Huber>(options);
}

}  // namespace cornu
