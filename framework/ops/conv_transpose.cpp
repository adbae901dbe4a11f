#include "framework/ops/conv_transpose.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/ops/channels.h"
#include "framework/ops/conv.h"
#include "framework/ops/deferred.h"
#include "framework/ops/public.h"

namespace cornu {

namespace {

std::optional<int64_t> extra_along(const ConvTransposeOptions& options, size_t axis) {
  if (!options.output_padding) return {};
  const auto& given = options.output_padding->given();
  return given[options.output_padding->single() ? 0 : axis];
}

void check_output_padding(const ConvTransposeOptions& options, const ConvAttrs& attrs) {
  if (!options.output_padding) return;
  const Sizes& extra = *options.output_padding;
  if (!extra.single() && extra.given().size() != attrs.strides.size())
    fail<ValueError>("conv_transpose: output_padding has ", extra.given().size(),
                     " entries, there are ", attrs.strides.size(), " spatial axes.");
  for (size_t i = 0; i < attrs.strides.size(); ++i)
    if (const int64_t more = *extra_along(options, i); more < 0 || more >= attrs.strides[i])
      fail<ValueError>("conv_transpose: output_padding is ", more, " along spatial axis ", i,
                       "; it must be at least 0 and less than the stride, ", attrs.strides[i], ".");
}

/// The size that a convolution with this window turns into `in`.
int64_t transposed_size(int64_t in, const Window& window, Padding padding,
                        std::optional<int64_t> extra) {
  if (in == unknown) return unknown;
  const int64_t before_last = (in - 1) * window.stride;
  if (padding == Padding::valid)
    return before_last + window.extent() +
           extra.value_or(std::max<int64_t>(window.stride - window.extent(), 0));
  return extra ? before_last + window.extent() % 2 + *extra : in * window.stride;
}

}  // namespace

Tensor ops::conv_transpose(const Operand& inputs, const Operand& kernel,
                           const ConvTransposeOptions& options) {
  if (any_symbolic(inputs, kernel))
    return record_symbolic("conv_transpose", {inputs, kernel}, options);
  const Operand operands[] = {inputs, kernel};
  const DType dtype = to_floating(result_type(operands));
  const Tensor x = inputs.as(dtype), w = kernel.as(dtype);
  if (any_unranked(x, w)) return defer("conv_transpose", {x, w}, options, dtype);
  if (options.data_format == DataFormat::channels_first)
    return with_channels_last(x, DataFormat::channels_first, [&](const Tensor& last) {
      auto others = options;
      others.data_format = {};
      return conv_transpose(last, w, others);
    });
  const int64_t axes = w.ndim() - 2;
  if (axes < 1 || axes > 3 || x.ndim() != w.ndim() || !w.shape().known())
    fail<ShapeError>("conv_transpose: x is ", x.spec(), ", kernel is ", w.spec(),
                     ".\n  hint: x is [n, spatial..., in], kernel [spatial..., out, in], with 1 to "
                     "3 spatial axes.");
  if (x.shape()[-1] != w.shape()[-1])
    fail<ShapeError>("conv_transpose: channels differ: x is ", x.spec(), " (axis ", axes + 1, " = ",
                     x.shape()[-1], "), kernel is ", w.spec(), " (axis ", axes + 1, " = ",
                     w.shape()[-1], ").");
  ConvAttrs attrs{
      .strides = options.strides.expanded("conv_transpose", "strides", axes),
      .dilations = options.dilation_rate.expanded("conv_transpose", "dilation_rate", axes)};
  check_output_padding(options, attrs);
  for (size_t i = 0; i < static_cast<size_t>(axes); ++i) {
    const auto axis = static_cast<int64_t>(i);
    const Window window{w.shape()[axis], attrs.strides[i], attrs.dilations[i]};
    const int64_t in = x.shape()[axis + 1];
    const int64_t out = transposed_size(in, window, options.padding, extra_along(options, i));
    if (options.padding == Padding::same && in != unknown &&
        (out + window.stride - 1) / window.stride != in)
      fail<ValueError>("conv_transpose: with padding \"same\" and a window of ", window.extent(),
                       ", output_padding must be from ", 1 - window.extent() % 2, " to ",
                       window.stride - window.extent() % 2, " along spatial axis ", axis, ".");
    attrs.sizes.push_back(out);
    if (options.padding == Padding::valid || out != unknown) {
      const auto [before, after] = options.padding == Padding::valid
                                       ? std::pair<int64_t, int64_t>{0, 0}
                                       : same_padding(out, window);
      attrs.padding.insert(attrs.padding.end(), {before, after});
    }
  }
  if (attrs.padding.size() != 2 * static_cast<size_t>(axes)) attrs.padding.clear();
  return conv_backward_data(x, w, attrs);
}

}  // namespace cornu
