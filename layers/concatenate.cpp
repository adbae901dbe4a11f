#include "layers/concatenate.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Concatenate final : public Layer<layers::ConcatenateOptions> {
 public:
  using Layer::Layer;
  void build_many(const Shapes& inputs) override {
    if (inputs.empty()) fail<ValueError>("it joins a list of inputs, and got none.");
  }

  Tensors call_many(const Tensors& inputs, const CallContext&) override {
    return {ops::concatenate(inputs, {.axis = config().axis})};
  }

  bool supports_masking() const override { return true; }
  /// A step counts where any joined part of it does; an input without a mask counts everywhere.
  Tensors compute_mask(const Tensors& inputs, const Tensors& masks) override {
    bool any = false;
    for (const Tensor& mask : masks) any = any || mask.defined();
    if (!any) return {Tensor()};
    Tensors parts;
    for (size_t i = 0; i < inputs.size(); ++i) {
      // every element of the input, true or as the mask of its step says
      Tensor part = ops::equal(inputs[i], inputs[i]);
      part = ops::logical_or(part, ops::logical_not(part));
      if (masks[i].defined()) {
        Tensor mask = masks[i];
        while (mask.ndim() < inputs[i].ndim()) mask = ops::expand_dims(mask, {.axis = -1});
        part = ops::logical_and(part, mask);
      }
      parts.push_back(part);
    }
    return {ops::any(ops::concatenate(parts, {.axis = config().axis}), {.axis = -1})};
  }
};

}  // namespace

constinit const ClassDef concatenate_layer =
    class_def<Concatenate>("Concatenate", "Its inputs one after the other along an axis.");

LayerRef layers::Concatenate(ConcatenateOptions options) {
  return std::make_shared<cornu::Concatenate>(std::move(options));
}

}  // namespace cornu
