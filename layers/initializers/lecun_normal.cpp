#include "framework/nn/classes.h"
#include "layers/initializers/initializers.h"
#include "layers/initializers/scaled.h"

namespace cornu {

namespace {

using LecunNormal = ScaledInitializer<initializers::LecunNormalOptions, FanMode::fan_in,
                                      Distribution::truncated_normal, 1>;

}  // namespace

constinit const ClassDef lecun_normal_initializer = class_def<LecunNormal>(
    "LecunNormal", "Normal values of variance 1 / fan_in, cut at two standard deviations.");

Initializer initializers::LecunNormal(const LecunNormalOptions& options) {
  return std::make_shared<cornu::LecunNormal>(options);
}

}  // namespace cornu
