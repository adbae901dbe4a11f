#include "framework/nn/loss.h"

#include "framework/base/config_value.h"
#include "framework/nn/weighting.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

/// Integers stay: they are labels.
Tensor as_floating(const Tensor& x, DType dtype) {
  return is_floating(x.dtype()) ? ops::cast(x, dtype) : x;
}

class CustomLoss final : public Configured<LossBase, NoFields> {
 public:
  CustomLoss(std::string name, LossFunction function, Reduction reduction)
      : name_(std::move(name)), function_(std::move(function)), reduction_(reduction) {}
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return function_(y_true, y_pred);
  }
  std::string name() const override { return name_; }
  Reduction reduction() const override { return reduction_; }

 private:
  std::string name_;
  LossFunction function_;
  Reduction reduction_;
};

}  // namespace

Tensor LossBase::operator()(const Tensor& y_true, const Tensor& y_pred,
                            const Tensor& sample_weight) const {
  const Tensor mask = y_pred.mask();
  const Tensor predictions = ops::cast(y_pred, dtype());
  const auto [labels, matched] = match_ranks(as_floating(y_true, dtype()), predictions);
  const Tensor values = ops::cast(call(labels, matched), dtype());
  const Tensor own = values.mask();
  const Tensor counted = mask.defined() && own.defined() ? ops::logical_and(mask, own)
                         : own.defined()                 ? own
                                                         : mask;
  return reduce_weighted(values, sample_weight, counted, reduction());
}

namespace losses {

LossRef custom(std::string name, LossFunction function, Choice<Reduction> reduction) {
  return std::make_shared<CustomLoss>(std::move(name), std::move(function), reduction);
}

}  // namespace losses

}  // namespace cornu
