#include "layers/add.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Add final : public Layer<layers::AddOptions> {
 public:
  using Layer::Layer;
  void build_many(const Shapes& inputs) override {
    if (inputs.size() < 2)
      fail<ValueError>("it merges a list of at least 2 inputs, not ", inputs.size(), ".");
  }

  Tensors call_many(const Tensors& inputs, const CallContext&) override {
    int64_t ndim = 0;
    for (const Tensor& input : inputs) ndim = std::max(ndim, input.ndim());
    Tensor sum;
    for (Tensor input : inputs) {
      while (input.ndim() < ndim) input = ops::expand_dims(input, {.axis = 1});
      sum = sum.defined() ? sum + input : input;
    }
    return {sum};
  }

  bool supports_masking() const override { return true; }
  /// A step counts where any input says so; none is masked where an input has no mask.
  Tensors compute_mask(const Tensors&, const Tensors& masks) override {
    Tensor merged;
    for (const Tensor& mask : masks) {
      if (!mask.defined()) return {Tensor()};
      merged = merged.defined() ? ops::logical_or(merged, mask) : mask;
    }
    return {merged};
  }
};

}  // namespace

constinit const ClassDef add_layer = class_def<Add>("Add", "The sum of its inputs.");

LayerRef layers::Add(AddOptions options) {
  return std::make_shared<cornu::Add>(std::move(options));
}

}  // namespace cornu
