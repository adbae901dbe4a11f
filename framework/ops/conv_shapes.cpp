#include "framework/ops/conv_shapes.h"

#include "framework/base/error.h"

namespace cornu {

std::vector<int64_t> spatial_sizes(const Shape& x) { return x.sub(1, x.ndim() - 1).to_vector(); }
std::vector<int64_t> kernel_sizes(const Shape& kernel) {
  return kernel.sub(0, kernel.ndim() - 2).to_vector();
}

std::pair<int64_t, int64_t> conv_padding(const ConvAttrs& attrs, int64_t i, int64_t in,
                                         int64_t kernel) {
  const auto axis = static_cast<size_t>(i);
  if (!attrs.padding.empty()) return {attrs.padding[2 * axis], attrs.padding[2 * axis + 1]};
  return same_padding(in, {kernel, attrs.strides[axis], attrs.dilations[axis]});
}

void check_conv(std::string_view op, const Spec& x, const Spec& kernel, const ConvAttrs& attrs) {
  const int64_t axes = x.shape.ndim() - 2;
  if (axes < 1 || axes > 3 || kernel.shape.ndim() != x.shape.ndim())
    fail<ShapeError>(op, ": x is ", x, ", kernel is ", kernel,
                     ".\n  hint: x is [n, spatial..., in], kernel [spatial..., in, out], with 1 to "
                     "3 spatial axes.");
  const auto expected = static_cast<size_t>(axes);
  CORNU_CHECK(attrs.strides.size() == expected && attrs.dilations.size() == expected &&
                  (attrs.padding.empty() || attrs.padding.size() == 2 * expected),
              op, " of ", x, " has attributes for other axes");
  const int64_t in = x.shape[-1], kernel_in = kernel.shape[-2], out = kernel.shape[-1];
  if (in != unknown && kernel_in != unknown && in != kernel_in * attrs.groups)
    fail<ShapeError>(op, ": channels differ: x is ", x, " (axis ", axes + 1, " = ", in,
                     "), kernel is ", kernel, " (axis ", axes, " = ", kernel_in,
                     attrs.groups > 1 ? concat(", in ", attrs.groups, " groups") : "", ").");
  if (out != unknown && out % attrs.groups != 0)
    fail<ShapeError>(op, ": ", attrs.groups, " groups do not divide the ", out,
                     " output channels: x is ", x, ", kernel is ", kernel, ".");
}

int64_t conv_output_size(std::string_view op, const Spec& x, const Spec& kernel,
                         const ConvAttrs& attrs, int64_t i) {
  const int64_t in = x.shape[i + 1], taps = kernel.shape[i];
  const auto axis = static_cast<size_t>(i);
  const Window window{taps, attrs.strides[axis], attrs.dilations[axis]};
  if (in == unknown) return unknown;
  if (attrs.padding.empty()) return (in + window.stride - 1) / window.stride;
  if (taps == unknown) return unknown;
  const auto [before, after] = conv_padding(attrs, i, in, taps);
  const int64_t room = in + before + after - window.extent();
  if (room < 0 || taps < 1)
    fail<ShapeError>(op, ": the kernel is larger than the input: x is ", x, " (axis ", i + 1, " = ",
                     in, "), kernel is ", kernel, " (axis ", i, " = ", taps,
                     window.dilation > 1 ? concat(", dilated ", window.extent()) : "",
                     ").\n  hint: padding = \"same\" keeps small inputs usable.");
  return room / window.stride + 1;
}

ConvGeometry conv_geometry(const ConvAttrs& attrs, const Shape& x, const Shape& kernel,
                           const Shape& y) {
  ConvGeometry g{x[0], x[-1], y[-1], attrs.groups, {}};
  for (int64_t i = 0; i < x.ndim() - 2; ++i) {
    const auto axis = static_cast<size_t>(i);
    const auto [before, after] = conv_padding(attrs, i, x[i + 1], kernel[i]);
    g.axes.push_back({{kernel[i], attrs.strides[axis], attrs.dilations[axis]},
                      x[i + 1],
                      y[i + 1],
                      before,
                      after});
  }
  return g;
}

}  // namespace cornu
