#include "losses/binary_crossentropy.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class BinaryCrossentropy final : public Loss<losses::BinaryCrossentropyOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::binary_crossentropy(
        y_true, y_pred, {config().from_logits, config().label_smoothing, config().axis});
  }
};

}  // namespace

constinit const ClassDef binary_crossentropy_loss = class_def<BinaryCrossentropy>(
    "BinaryCrossentropy", "Cross entropy of yes-or-no labels.", {"bce", "BCE"});

LossRef losses::BinaryCrossentropy(const BinaryCrossentropyOptions& options) {
  return std::make_shared<cornu::BinaryCrossentropy>(options);
}

}  // namespace cornu
