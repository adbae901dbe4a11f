#include "layers/gaussian_noise.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "framework/ops/random.h"
#include "framework/runtime/tracer.h"

namespace cornu {

namespace {

class GaussianNoise final : public Layer<layers::GaussianNoiseOptions> {
 public:
  explicit GaussianNoise(layers::GaussianNoiseOptions options = {}) : Layer(std::move(options)) {
    if (!(config().stddev >= 0 && config().stddev <= 1))
      fail<ValueError>("GaussianNoise: stddev must be between 0 and 1, not ", config().stddev, ".");
    if (config().stddev == 0) return;
    const OutsideTrace outside;
    generator_.emplace(config().seed);
  }

  Tensor call(const Tensor& x, const CallContext& context) override {
    if (!context.training || config().stddev == 0) return x;
    return x + random::normal(x.shape(), {.stddev = config().stddev,
                                          .dtype = to_floating(x.dtype()),
                                          .seed = *generator_});
  }
  bool supports_masking() const override { return true; }
  Variables own_states() const override {
    return generator_ ? Variables{generator_->state()} : Variables();
  }

 private:
  std::optional<SeedGenerator> generator_;  // its state is no weight, and in no file
};

}  // namespace

constinit const ClassDef gaussian_noise_layer =
    class_def<GaussianNoise>("GaussianNoise", "Adds noise in training.");

LayerRef layers::GaussianNoise(double stddev, GaussianNoiseOptions options) {
  options.stddev = stddev;
  return std::make_shared<cornu::GaussianNoise>(std::move(options));
}

}  // namespace cornu
