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
    return random::dropout(x, config().rate,
                           {.noise_shape = config().noise_shape, .seed = generator()});
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
