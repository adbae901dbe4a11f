#include "layers/activation.h"

#include "framework/nn/classes.h"

namespace cornu {

namespace {

class ActivationLayer final : public Layer<layers::ActivationOptions> {
 public:
  using Layer::Layer;
  Tensor call(const Tensor& x, const CallContext&) override { return config().activation(x); }
  bool supports_masking() const override { return true; }
};

}  // namespace

constinit const ClassDef activation_layer =
    class_def<ActivationLayer>("Activation", "Applies an activation function.");

LayerRef layers::Activation(cornu::Activation activation, ActivationOptions options) {
  options.activation = std::move(activation);
  return std::make_shared<ActivationLayer>(std::move(options));
}

}  // namespace cornu
