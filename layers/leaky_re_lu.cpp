#include "layers/leaky_re_lu.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class LeakyReLU final : public Layer<layers::LeakyReLUOptions> {
 public:
  explicit LeakyReLU(layers::LeakyReLUOptions options = {}) : Layer(std::move(options)) {
    if (!(config().negative_slope >= 0))
      fail<ValueError>("LeakyReLU: negative_slope must not be below 0: ", config().negative_slope,
                       ".");
  }
  Tensor call(const Tensor& x, const CallContext&) override {
    return ops::leaky_relu(x, {.negative_slope = config().negative_slope});
  }
  bool supports_masking() const override { return true; }
};

}  // namespace

constinit const ClassDef leaky_re_lu_layer =
    class_def<LeakyReLU>("LeakyReLU", "Values below zero become a share of themselves.");

LayerRef layers::LeakyReLU(LeakyReLUOptions options) {
  return std::make_shared<cornu::LeakyReLU>(std::move(options));
}

}  // namespace cornu
