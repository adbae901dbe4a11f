#include "layers/rescaling.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Rescaling final : public Layer<layers::RescalingOptions> {
 public:
  using Layer::Layer;
  Tensor call(const Tensor& x, const CallContext&) override {
    const Tensor scaled = ops::cast(x, policy().compute_dtype()) * config().scale;
    return config().offset == 0 ? scaled : scaled + config().offset;
  }
  bool supports_masking() const override { return true; }
};

}  // namespace

constinit const ClassDef rescaling_layer =
    class_def<Rescaling>("Rescaling", "Multiplies by a number and adds another.");

LayerRef layers::Rescaling(double scale, RescalingOptions options) {
  options.scale = scale;
  return std::make_shared<cornu::Rescaling>(std::move(options));
}

}  // namespace cornu
