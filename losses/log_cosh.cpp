#include "losses/log_cosh.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class LogCosh final : public Loss<losses::LogCoshOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::log_cosh(y_true, y_pred);
  }
};

}  // namespace

constinit const ClassDef log_cosh_loss =
    class_def<LogCosh>("LogCosh", "Squared near zero, absolute far from it, and smooth.");

LossRef losses::LogCosh(const LogCoshOptions& options) {
  return std::make_shared<cornu::LogCosh>(options);
}

}  // namespace cornu
