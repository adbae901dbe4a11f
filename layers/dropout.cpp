#include "layers/dropout.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/seeded.h"

namespace cornu {

namespace {

class Dropout final : public SeededLayer<layers::DropoutOptions> {
 public:
  explicit Dropout(layers::DropoutOptions options = {})
      : SeededLayer(std::move(options), "Dropout", "rate", &layers::DropoutOptions::rate) {}

  Tensor call(const Tensor& x, const CallContext& context) override {
    if (does_nothing(context)) return x;
    if (!config().noise_shape) return random::dropout(x, config().rate, {.seed = generator()});
    Shape shape = *config().noise_shape;
    if (shape.ndim() != x.ndim())
      fail<ShapeError>("noise_shape ", shape, " must have as many axes as the input ", x.spec(),
                       ".");
    for (int64_t axis = 0; axis < shape.ndim(); ++axis)
      if (shape[axis] == unknown) shape[axis] = x.shape()[axis];
    return x * random::dropout(ones(shape, x.dtype()), config().rate, {.seed = generator()});
  }
};

}  // namespace

constinit const ClassDef dropout_layer =
    class_def<Dropout>("Dropout", "Sets a share of the elements to 0 in training.");

LayerRef layers::Dropout(double rate, DropoutOptions options) {
  options.rate = rate;
  return std::make_shared<cornu::Dropout>(std::move(options));
}

}  // namespace cornu
