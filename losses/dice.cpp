#include "losses/dice.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class Dice final : public Loss<losses::DiceOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::dice(y_true, y_pred, config().axis);
  }
};

}  // namespace

constinit const ClassDef dice_loss =
    class_def<Dice>("Dice", "One minus twice the overlap by the sum of both.");

LossRef losses::Dice(const DiceOptions& options) { return std::make_shared<cornu::Dice>(options); }

}  // namespace cornu
