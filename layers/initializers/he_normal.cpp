#include "framework/nn/classes.h"
#include "layers/initializers/initializers.h"
#include "layers/initializers/scaled.h"

namespace cornu {

namespace {

using HeNormal = ScaledInitializer<initializers::HeNormalOptions, FanMode::fan_in,
                                   Distribution::truncated_normal, 2>;

}  // namespace

constinit const ClassDef he_normal_initializer = class_def<HeNormal>(
    "HeNormal", "Normal values of variance 2 / fan_in, cut at two standard deviations.");

Initializer initializers::HeNormal(const HeNormalOptions& options) {
  return std::make_shared<cornu::HeNormal>(options);
}

}  // namespace cornu
