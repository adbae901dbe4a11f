#include "framework/nn/classes.h"
#include "layers/initializers/initializers.h"
#include "layers/initializers/scaled.h"

namespace cornu {

namespace {

using LecunUniform =
    ScaledInitializer<initializers::LecunUniformOptions, FanMode::fan_in, Distribution::uniform, 1>;

}  // namespace

constinit const ClassDef lecun_uniform_initializer =
    class_def<LecunUniform>("LecunUniform", "Uniform values in ±sqrt(3 / fan_in).");

Initializer initializers::LecunUniform(const LecunUniformOptions& options) {
  return std::make_shared<cornu::LecunUniform>(options);
}

}  // namespace cornu
