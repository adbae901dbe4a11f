#include "framework/nn/classes.h"
#include "layers/initializers/initializers.h"
#include "layers/initializers/scaled.h"

namespace cornu {

namespace {

using HeUniform =
    ScaledInitializer<initializers::HeUniformOptions, FanMode::fan_in, Distribution::uniform, 2>;

}  // namespace

constinit const ClassDef he_uniform_initializer =
    class_def<HeUniform>("HeUniform", "Uniform values in ±sqrt(6 / fan_in).");

Initializer initializers::HeUniform(const HeUniformOptions& options) {
  return std::make_shared<cornu::HeUniform>(options);
}

}  // namespace cornu
