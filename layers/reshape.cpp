#include "layers/reshape.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/reshape.h"

namespace cornu {

namespace {

class Reshape final : public Layer<layers::ReshapeOptions> {
 public:
  using Layer::Layer;
  Tensor call(const Tensor& x, const CallContext&) override {
    Shape target = config().target_shape;
    const Shape features = x.shape().sub(1);
    int64_t* open = nullptr;
    int64_t product = 1;
    for (int64_t axis = 0; axis < target.ndim(); ++axis) {
      if (target[axis] != unknown)
        product *= target[axis];
      else if (open)
        fail<ShapeError>("more than one size of target_shape is -1: ", target, ".");
      else
        open = &target[axis];
    }
    if (features.known()) {
      const int64_t count = features.elements();
      const bool fits = open ? product > 0 && count % product == 0 : product == count;
      if (!fits)
        fail<ShapeError>("target_shape ", target, " does not fit an input of ", x.spec(),
                         ".\n  hint: the number of elements of a sample must stay.");
      if (open) *open = count / product;
    }
    return ops::reshape(x, {.newshape = Shape{x.shape()[0]} + target});
  }
};

}  // namespace

constinit const ClassDef reshape_layer =
    class_def<Reshape>("Reshape", "Other sizes for the same elements.");

LayerRef layers::Reshape(const Shape& target_shape, ReshapeOptions options) {
  options.target_shape = target_shape;
  return std::make_shared<cornu::Reshape>(std::move(options));
}

}  // namespace cornu
