#include "losses/poisson.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class Poisson final : public Loss<losses::PoissonOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::poisson(y_true, y_pred);
  }
};

}  // namespace

constinit const ClassDef poisson_loss = class_def<Poisson>("Poisson", "The likelihood of counts.");

LossRef losses::Poisson(const PoissonOptions& options) {
  return std::make_shared<cornu::Poisson>(options);
}

}  // namespace cornu
