#include "layers/initializers/glorot_uniform.h"

#include "framework/nn/classes.h"
#include "layers/initializers/scaled.h"

namespace cornu {

namespace {

using GlorotUniform = ScaledInitializer<initializers::GlorotUniformOptions, FanMode::fan_avg,
                                        Distribution::uniform, 1>;

}  // namespace

constinit const ClassDef glorot_uniform_initializer =
    class_def<GlorotUniform>("GlorotUniform", "Uniform values in ±sqrt(6 / (fan_in + fan_out)).");

Initializer initializers::GlorotUniform(const GlorotUniformOptions& options) {
  return std::make_shared<cornu::GlorotUniform>(options);
}

Tensor random::glorot_uniform(const Shape& shape,
                              const initializers::GlorotUniformOptions& options) {
  return initializers::GlorotUniform(options)->call(shape, DType::f32);
}

}  // namespace cornu
