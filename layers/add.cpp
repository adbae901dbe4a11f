#include "layers/add.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Add final : public Merge {
 public:
  using Merge::Merge;

 protected:
  Tensor merge(const Tensors& inputs, const Tensors&) const override {
    return fold(ops::add, inputs);
  }
};

}  // namespace

constinit const ClassDef add_layer = class_def<Add>("Add", "The sum of its inputs.");

LayerRef layers::Add(AddOptions options) {
  return std::make_shared<cornu::Add>(std::move(options));
}

}  // namespace cornu
