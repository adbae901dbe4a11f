#include "layers/softmax.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Softmax final : public Layer<layers::SoftmaxOptions> {
 public:
  using Layer::Layer;
  Tensor call(const Tensor& x, const CallContext& context) override {
    const Tensor& mask = context.mask();
    if (!mask.defined() || mask.ndim() != x.ndim()) return ops::softmax(x, {.axis = config().axis});
    const double lowest = x.dtype() == DType::f16 ? -3e4 : -1e9;
    const Tensor hidden = (1 - ops::cast(mask, x.dtype())) * lowest;
    return ops::softmax(x + hidden, {.axis = config().axis});
  }
  bool supports_masking() const override { return true; }
};

}  // namespace

constinit const ClassDef softmax_layer =
    class_def<Softmax>("Softmax", "Exponentials scaled to sum to one.");

LayerRef layers::Softmax(SoftmaxOptions options) {
  return std::make_shared<cornu::Softmax>(std::move(options));
}

}  // namespace cornu
