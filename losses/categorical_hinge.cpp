#include "losses/categorical_hinge.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class CategoricalHinge final : public Loss<losses::CategoricalHingeOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::categorical_hinge(y_true, y_pred);
  }
};

}  // namespace

constinit const ClassDef categorical_hinge_loss = class_def<CategoricalHinge>(
    "CategoricalHinge", "The margin between the label and the best other class.");

LossRef losses::CategoricalHinge(const CategoricalHingeOptions& options) {
  return std::make_shared<cornu::CategoricalHinge>(options);
}

}  // namespace cornu
