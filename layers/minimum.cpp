#include "layers/minimum.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Minimum final : public Merge {
 public:
  using Merge::Merge;

 protected:
  Tensor merge(const Tensors& inputs, const Tensors& masks) const override {
    return fold(ops::minimum, inputs, masks);
  }
};

}  // namespace

constinit const ClassDef minimum_layer =
    class_def<Minimum>("Minimum", "The smallest of its inputs' elements.");

LayerRef layers::Minimum(MinimumOptions options) {
  return std::make_shared<cornu::Minimum>(std::move(options));
}

}  // namespace cornu
