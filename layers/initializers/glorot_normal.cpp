#include "framework/nn/classes.h"
#include "layers/initializers/initializers.h"
#include "layers/initializers/scaled.h"

namespace cornu {

namespace {

using GlorotNormal = ScaledInitializer<initializers::GlorotNormalOptions, FanMode::fan_avg,
                                       Distribution::truncated_normal, 1>;

}  // namespace

constinit const ClassDef glorot_normal_initializer = class_def<GlorotNormal>(
    "GlorotNormal",
    "Normal values of variance 2 / (fan_in + fan_out), cut at two standard deviations.");

Initializer initializers::GlorotNormal(const GlorotNormalOptions& options) {
  return std::make_shared<cornu::GlorotNormal>(options);
}

}  // namespace cornu
