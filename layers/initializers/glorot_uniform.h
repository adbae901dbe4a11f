#pragma once

#include "layers/initializers/initializers.h"

namespace cornu::random {

/// A tensor as GlorotUniform makes it: uniform values in ±sqrt(6 / (fan_in + fan_out)).
Tensor glorot_uniform(const Shape& shape, const initializers::GlorotUniformOptions& options = {});

}  // namespace cornu::random
