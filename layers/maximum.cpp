#include "layers/maximum.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Maximum final : public Merge {
 public:
  using Merge::Merge;

 protected:
  Tensor merge(const Tensors& inputs, const Tensors& masks) const override {
    return fold(ops::maximum, inputs, masks);
  }
};

}  // namespace

constinit const ClassDef maximum_layer =
    class_def<Maximum>("Maximum", "The largest of its inputs' elements.");

LayerRef layers::Maximum(MaximumOptions options) {
  return std::make_shared<cornu::Maximum>(std::move(options));
}

}  // namespace cornu
