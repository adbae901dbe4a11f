#include "layers/subtract.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Subtract final : public Merge {
 public:
  using Merge::Merge;

  void build_many(const Shapes& inputs) override {
    if (inputs.size() != 2)
      fail<ValueError>("it subtracts the second of 2 inputs from the first, and got ",
                       inputs.size(), ".");
    Merge::build_many(inputs);
  }

 protected:
  Tensor merge(const Tensors& inputs, const Tensors&) const override {
    return fold(ops::subtract, inputs);
  }
};

}  // namespace

constinit const ClassDef subtract_layer =
    class_def<Subtract>("Subtract", "The difference of its two inputs.");

LayerRef layers::Subtract(SubtractOptions options) {
  return std::make_shared<cornu::Subtract>(std::move(options));
}

}  // namespace cornu
