#include "layers/multiply.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Multiply final : public Merge {
 public:
  using Merge::Merge;

 protected:
  /// A masked factor is 1, and a product of masked factors only is 0.
  Tensor merge(const Tensors& inputs, const Tensors& masks) const override {
    Tensors factors;
    Tensor counts;
    bool all_masked = true;
    for (size_t i = 0; i < inputs.size(); ++i) {
      const Tensor& mask = masks[i];
      factors.push_back(mask.defined() ? Tensor(ops::where(mask, inputs[i], 1)) : inputs[i]);
      if (!mask.defined())
        all_masked = false;
      else
        counts = counts.defined() ? Tensor(ops::logical_or(counts, mask)) : mask;
    }
    const Tensor product = fold(ops::multiply, factors);
    return all_masked ? ops::where(counts, product, 0) : product;
  }
};

}  // namespace

constinit const ClassDef multiply_layer =
    class_def<Multiply>("Multiply", "The product of its inputs.");

LayerRef layers::Multiply(MultiplyOptions options) {
  return std::make_shared<cornu::Multiply>(std::move(options));
}

}  // namespace cornu
