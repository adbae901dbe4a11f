#include "layers/dropout.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "framework/ops/random.h"
#include "framework/runtime/tracer.h"

namespace cornu {

namespace {

class Dropout final : public Layer<layers::DropoutOptions> {
 public:
  explicit Dropout(layers::DropoutOptions options = {}) : Layer(std::move(options)) {
    if (!(config().rate >= 0 && config().rate <= 1))
      fail<ValueError>("Dropout: rate must be between 0 and 1, not ", config().rate, ".");
    if (config().rate == 0) return;
    const OutsideTrace outside;
    generator_.emplace(config().seed);
  }

  Tensor call(const Tensor& x, const CallContext& context) override {
    if (!context.training || config().rate == 0) return x;
    if (!config().noise_shape) return random::dropout(x, config().rate, {.seed = *generator_});
    Shape shape = *config().noise_shape;
    if (shape.ndim() != x.ndim())
      fail<ShapeError>("noise_shape ", shape, " must have as many axes as the input ", x.spec(),
                       ".");
    for (int64_t axis = 0; axis < shape.ndim(); ++axis)
      if (shape[axis] == unknown) shape[axis] = x.shape()[axis];
    return x * random::dropout(ones(shape, x.dtype()), config().rate, {.seed = *generator_});
  }
  bool supports_masking() const override { return true; }
  Variables own_states() const override {
    return generator_ ? Variables{generator_->state()} : Variables();
  }

 private:
  std::optional<SeedGenerator> generator_;  // its state is no weight, and in no file
};

}  // namespace

constinit const ClassDef dropout_layer =
    class_def<Dropout>("Dropout", "Sets a share of the elements to 0 in training.");

LayerRef layers::Dropout(double rate, DropoutOptions options) {
  options.rate = rate;
  return std::make_shared<cornu::Dropout>(std::move(options));
}

}  // namespace cornu
