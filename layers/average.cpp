#include "layers/average.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Average final : public Merge {
 public:
  using Merge::Merge;

 protected:
  Tensor merge(const Tensors& inputs, const Tensors&) const override {
    return fold(ops::add, inputs) / static_cast<double>(inputs.size());
  }
};

}  // namespace

constinit const ClassDef average_layer = class_def<Average>("Average", "The mean of its inputs.");

LayerRef layers::Average(AverageOptions options) {
  return std::make_shared<cornu::Average>(std::move(options));
}

}  // namespace cornu
