#include "layers/elu.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class ELU final : public Layer<layers::ELUOptions> {
 public:
  using Layer::Layer;
  Tensor call(const Tensor& x, const CallContext&) override {
    return ops::elu(x, {.alpha = config().alpha});
  }
  bool supports_masking() const override { return true; }
};

}  // namespace

constinit const ClassDef elu_layer = class_def<ELU>("ELU", "An exponential below zero.");

LayerRef layers::ELU(ELUOptions options) {
  return std::make_shared<cornu::ELU>(std::move(options));
}

}  // namespace cornu
