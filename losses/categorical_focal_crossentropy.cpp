#include "losses/categorical_focal_crossentropy.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class CategoricalFocalCrossentropy final
    : public Loss<losses::CategoricalFocalCrossentropyOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::categorical_focal_crossentropy(
        y_true, y_pred,
        {config().alpha, config().gamma, config().from_logits, config().label_smoothing,
         config().axis});
  }
};

}  // namespace

constinit const ClassDef categorical_focal_crossentropy_loss =
    class_def<CategoricalFocalCrossentropy>(
        "CategoricalFocalCrossentropy",
        "Cross entropy of one-hot labels that dwells on what is hard.");

LossRef losses::CategoricalFocalCrossentropy(const CategoricalFocalCrossentropyOptions& options) {
  return std::make_shared<cornu::CategoricalFocalCrossentropy>(options);
}

}  // namespace cornu
