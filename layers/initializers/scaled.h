#pragma once

#include "layers/initializers/draw.h"
#include "layers/initializers/initializers.h"

namespace cornu {

struct Fans {
  double in = 1, out = 1;
};
/// The number of inputs and outputs that a weight connects. Without axes: the last two axes are
/// inputs and outputs, the axes before them a receptive field.
Fans fans_of(const Shape& shape, const std::optional<std::vector<int64_t>>& input_axes,
             const std::optional<std::vector<int64_t>>& output_axes);

/// Values whose variance is `scale` over the fan.
Tensor draw_scaled(const Draw& draw, const Shape& shape, DType dtype,
                   const initializers::VarianceScalingOptions& options);

/// Variance scaling with its constants given.
template <class Options, FanMode mode, Distribution distribution, int scale>
class ScaledInitializer final : public Configured<InitializerBase, Options> {
 public:
  explicit ScaledInitializer(Options options = {})
      : Configured<InitializerBase, Options>(options), draw_(options.seed) {}
  Tensor call(const Shape& shape, DType dtype) const override {
    return draw_scaled(draw_, shape, dtype,
                       {.scale = scale,
                        .mode = mode,
                        .distribution = distribution,
                        .input_axes = this->config().input_axes,
                        .output_axes = this->config().output_axes});
  }

 private:
  Draw draw_;
};

}  // namespace cornu
