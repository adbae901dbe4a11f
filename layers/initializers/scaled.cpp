#include "layers/initializers/scaled.h"

#include <cmath>

#include "framework/base/error.h"

namespace cornu {

Fans fans_of(const Shape& shape, const std::optional<std::vector<int64_t>>& input_axes,
             const std::optional<std::vector<int64_t>>& output_axes) {
  if (input_axes || output_axes) {
    Fans fans;
    double field = 1;
    std::vector<bool> used(static_cast<size_t>(shape.ndim()), false);
    const auto multiply = [&](const std::vector<int64_t>& axes, double& fan) {
      for (const int64_t given : axes) {
        const int64_t axis = normalize_axis("initializer", given, shape.ndim());
        fan *= static_cast<double>(shape[axis]);
        used[static_cast<size_t>(axis)] = true;
      }
    };
    multiply(input_axes.value_or(std::vector<int64_t>{}), fans.in);
    multiply(output_axes.value_or(std::vector<int64_t>{}), fans.out);
    for (int64_t axis = 0; axis < shape.ndim(); ++axis)
      if (!used[static_cast<size_t>(axis)]) field *= static_cast<double>(shape[axis]);
    return {fans.in * field, fans.out * field};
  }
  if (shape.ndim() == 0) return {};
  if (shape.ndim() == 1) return {static_cast<double>(shape[0]), static_cast<double>(shape[0])};
  double field = 1;
  for (const int64_t size : shape.sub(0, shape.ndim() - 2)) field *= static_cast<double>(size);
  return {field * static_cast<double>(shape[-2]), field * static_cast<double>(shape[-1])};
}

Tensor draw_scaled(const Draw& draw, const Shape& shape, DType dtype,
                   const initializers::VarianceScalingOptions& options) {
  // The standard deviation of a standard normal distribution cut at two.
  constexpr double kTruncatedStddev = 0.87962566103423978;
  const Fans fans = fans_of(shape, options.input_axes, options.output_axes);
  const double fan = options.mode == FanMode::fan_in    ? fans.in
                     : options.mode == FanMode::fan_out ? fans.out
                                                        : (fans.in + fans.out) / 2;
  const double variance = options.scale / std::max(1.0, fan);
  switch (options.distribution) {
    case Distribution::truncated_normal:
      return draw.truncated_normal(shape, dtype, 0, std::sqrt(variance) / kTruncatedStddev);
    case Distribution::untruncated_normal:
      return draw.normal(shape, dtype, 0, std::sqrt(variance));
    case Distribution::uniform:
      break;
  }
  const double limit = std::sqrt(3 * variance);
  return draw.uniform(shape, dtype, -limit, limit);
}

}  // namespace cornu
