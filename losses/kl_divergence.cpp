#include "losses/kl_divergence.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class KLDivergence final : public Loss<losses::KLDivergenceOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::kl_divergence(y_true, y_pred);
  }
};

}  // namespace

constinit const ClassDef kl_divergence_loss = class_def<KLDivergence>(
    "KLDivergence", "How far predictions are from the true distribution.", {"kld", "KLD"});

LossRef losses::KLDivergence(const KLDivergenceOptions& options) {
  return std::make_shared<cornu::KLDivergence>(options);
}

}  // namespace cornu
