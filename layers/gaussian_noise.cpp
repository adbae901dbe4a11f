#include "layers/gaussian_noise.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/seeded.h"

namespace cornu {

namespace {

class GaussianNoise final : public SeededLayer<layers::GaussianNoiseOptions> {
 public:
  explicit GaussianNoise(layers::GaussianNoiseOptions options = {})
      : SeededLayer(std::move(options), "GaussianNoise", "stddev",
                    &layers::GaussianNoiseOptions::stddev) {}

  Tensor call(const Tensor& x, const CallContext& context) override {
    if (does_nothing(context)) return x;
    return x + random::normal(x.shape(), {.stddev = config().stddev,
                                          .dtype = to_floating(x.dtype()),
                                          .seed = generator()});
  }
};

}  // namespace

constinit const ClassDef gaussian_noise_layer =
    class_def<GaussianNoise>("GaussianNoise", "Adds noise in training.");

LayerRef layers::GaussianNoise(double stddev, GaussianNoiseOptions options) {
  options.stddev = stddev;
  return std::make_shared<cornu::GaussianNoise>(std::move(options));
}

}  // namespace cornu
