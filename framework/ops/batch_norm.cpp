#include "framework/ops/batch_norm.h"

#include "framework/base/error.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/cast.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/reduce.h"
#include "framework/ops/reshape.h"
#include "framework/runtime/apply.h"

namespace cornu {

Axes batch_axes(int64_t ndim, int64_t axis) {
  const int64_t channels = normalize_axis("batch_norm", axis, ndim);
  std::vector<int64_t> axes;
  for (int64_t i = 0; i < ndim; ++i)
    if (i != channels) axes.push_back(i);
  return Axes(std::move(axes));
}

Shape channel_shape(const Shape& x, int64_t axis) {
  const int64_t channels = normalize_axis("batch_norm", axis, x.ndim());
  Shape shape;
  for (int64_t i = 0; i < x.ndim(); ++i) shape.push_back(i == channels ? x[i] : 1);
  return shape;
}

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  const DType type = statistics_dtype(x.dtype);
  Shape channels{unknown};
  if (x.shape.ranked())
    channels[0] =
        x.shape[normalize_axis("batch_norm", args.as<BatchNormOptions>().axis, x.shape.ndim())];
  for (size_t i = 1; i < 3; ++i) {
    CORNU_CHECK(args.in[i].dtype == type, "batch_norm of ", x, " and ", args.in[i]);
    if (args.in[i].shape.ndim() != 1 || (args.in[i].shape[0] != channels[0] &&
                                         args.in[i].shape[0] != unknown && channels[0] != unknown))
      fail<ShapeError>("batch_norm: x is ", x, ", ", args.def.inputs[i].name, " is ", args.in[i],
                       "; it must be ", Spec{type, channels}, ".");
  }
  const Spec statistics{type, channels, x.device};
  return {x, statistics, statistics, statistics};
}

/// y is differentiated by batch_norm_grad; a gradient of the statistics themselves is rare and
/// short: dmean / n + 2 dvariance (x - mean) / n.
Tensors vjp(const VjpArgs& args) {
  const Tensor &x = args.in[0], &mean = args.out[1];
  const int64_t axis = args.as<BatchNormOptions>().axis;
  Tensors gradients(3);
  if (args.dout[0].defined()) {
    gradients =
        apply(batch_norm_grad_def, {x, args.in[1], args.dout[0], mean, args.out[3]}, args.attrs);
    gradients.resize(3);
  }
  const Shape channels = channel_shape(x.shape(), axis);
  const double per_element =
      static_cast<double>(mean.shape()[0]) / static_cast<double>(std::max<int64_t>(1, x.size()));
  const auto spread = [&](const Tensor& t) { return ops::reshape(t, {.newshape = channels}); };
  Tensor more;
  if (args.dout[1].defined()) more = spread(args.dout[1]) * per_element;
  if (args.dout[2].defined()) {
    const Tensor centered = ops::cast(x, mean.dtype()) - spread(mean);
    const Tensor part = spread(args.dout[2]) * (2 * per_element) * centered;
    more = more.defined() ? more + part : part;
  }
  if (more.defined()) {
    more = ops::broadcast_to(ops::cast(more, x.dtype()), {.shape = x.shape()});
    gradients[0] = gradients[0].defined() ? gradients[0] + more : more;
  }
  return gradients;
}

Tensors decompose(const Tensors& in, const Attrs& attrs) {
  const auto& [axis, epsilon] = attrs.as<BatchNormOptions>();
  const Tensor x = ops::cast(in[0], in[1].dtype());
  const Shape channels = channel_shape(x.shape(), axis);
  const ReduceOptions over{.axis = batch_axes(x.ndim(), axis), .keepdims = true};
  const Tensor mean = ops::mean(x, over), centered = x - mean;
  const Tensor variance = ops::mean(ops::square(centered), over);
  const Tensor scale = ops::rsqrt(variance + epsilon) * ops::reshape(in[1], {.newshape = channels});
  const Tensor y = centered * scale + ops::reshape(in[2], {.newshape = channels});
  return {ops::cast(y, in[0].dtype()), ops::reshape(mean, {.newshape = in[1].shape()}),
          ops::reshape(variance, {.newshape = in[1].shape()})};
}

}  // namespace

constinit const OpDef batch_norm_def{
    .name = "batch_norm",
    .doc = "Normalises each channel over the batch, then scales and shifts it.",
    .inputs = {{"x", kFloating}, {"gamma", kFloating}, {"beta", kFloating}},
    .outputs = {{"y"}, {"mean"}, {"variance"}, {.name = "inverse_deviation", .auxiliary = true}},
    .attrs = attrs_of<BatchNormOptions>,
    .infer = infer,
    .vjp = vjp,
    .decompose = decompose};

Tensors ops::batch_norm(const Operand& x, const Operand& gamma, const Operand& beta,
                        const BatchNormOptions& options) {
  const Tensor in = x.as(to_floating(x.tensor().dtype()));
  const DType type = statistics_dtype(in.dtype());
  Tensors out = apply(batch_norm_def, {in, gamma.as(type), beta.as(type)}, options);
  out.resize(3);
  return out;
}

}  // namespace cornu
