#include "losses/sparse_categorical_crossentropy.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class SparseCategoricalCrossentropy final
    : public Loss<losses::SparseCategoricalCrossentropyOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::sparse_categorical_crossentropy(
        y_true, y_pred, {config().from_logits, config().ignore_class, config().axis});
  }
};

}  // namespace

constinit const ClassDef sparse_categorical_crossentropy_loss =
    class_def<SparseCategoricalCrossentropy>("SparseCategoricalCrossentropy",
                                             "Cross entropy of integer labels.");

LossRef losses::SparseCategoricalCrossentropy(const SparseCategoricalCrossentropyOptions& options) {
  return std::make_shared<cornu::SparseCategoricalCrossentropy>(options);
}

}  // namespace cornu
