#include "layers/masking.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Masking final : public Layer<layers::MaskingOptions> {
 public:
  using Layer::Layer;
  Tensor call(const Tensor& x, const CallContext&) override {
    const Tensor counts =
        ops::any(ops::not_equal(x, config().mask_value), {.axis = -1, .keepdims = true});
    return x * ops::cast(counts, x.dtype());
  }
  bool supports_masking() const override { return true; }
  Tensors compute_mask(const Tensors& inputs, const Tensors&) override {
    return {ops::any(ops::not_equal(inputs[0], config().mask_value), {.axis = -1})};
  }
};

}  // namespace

constinit const ClassDef masking_layer =
    class_def<Masking>("Masking", "Leaves out the steps whose features all have one value.");

LayerRef layers::Masking(MaskingOptions options) {
  return std::make_shared<cornu::Masking>(std::move(options));
}

}  // namespace cornu
