#include "losses/binary_focal_crossentropy.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class BinaryFocalCrossentropy final : public Loss<losses::BinaryFocalCrossentropyOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::binary_focal_crossentropy(
        y_true, y_pred,
        {config().apply_class_balancing, config().alpha, config().gamma, config().from_logits,
         config().label_smoothing, config().axis});
  }
};

}  // namespace

constinit const ClassDef binary_focal_crossentropy_loss = class_def<BinaryFocalCrossentropy>(
    "BinaryFocalCrossentropy", "Binary cross entropy that dwells on what is hard.");

LossRef losses::BinaryFocalCrossentropy(const BinaryFocalCrossentropyOptions& options) {
  return std::make_shared<cornu::BinaryFocalCrossentropy>(options);
}

}  // namespace cornu
