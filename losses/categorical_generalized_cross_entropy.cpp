#include "losses/categorical_generalized_cross_entropy.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class CategoricalGeneralizedCrossEntropy final
    : public Loss<losses::CategoricalGeneralizedCrossEntropyOptions> {
 public:
  explicit CategoricalGeneralizedCrossEntropy(Config config) : Loss(std::move(config)) {
    const double q = this->config().q;
    if (!(q > 0 && q < 1))
      fail<ValueError>("CategoricalGeneralizedCrossEntropy: q must be in (0, 1), not ", q, ".");
  }

  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::categorical_generalized_cross_entropy(y_true, y_pred, config().q);
  }
};

}  // namespace

constinit const ClassDef categorical_generalized_cross_entropy_loss =
    class_def<CategoricalGeneralizedCrossEntropy>(
        "CategoricalGeneralizedCrossEntropy",
        "Cross entropy of integer labels that bears some wrong ones.");

LossRef losses::CategoricalGeneralizedCrossEntropy(
    const CategoricalGeneralizedCrossEntropyOptions& options) {
  return std::make_shared<cornu::CategoricalGeneralizedCrossEntropy>(options);
}

}  // namespace cornu
