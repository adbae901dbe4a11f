#include "layers/group_normalization.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class GroupNormalization final : public Layer<layers::GroupNormalizationOptions> {
 public:
  explicit GroupNormalization(layers::GroupNormalizationOptions options = {})
      : Layer(std::move(options)) {
    if (config().groups < 1 && config().groups != -1)
      fail<ValueError>("GroupNormalization: groups must be at least 1, or -1, not ",
                       config().groups, ".");
  }

  void build(const Shape& input) override {
    axis_ = normalize_axis("GroupNormalization", config().axis, input.ndim());
    if (axis_ == 0) fail<ValueError>("axis 0 is the batch's, and has no groups.");
    const int64_t channels = input[axis_];
    if (channels == unknown)
      fail<ShapeError>("the size of axis ", config().axis, " must be known: the input is ", input,
                       ".");
    groups_ = config().groups == -1 ? channels : config().groups;
    if (channels % groups_ != 0)
      fail<ShapeError>("the ", channels, " channels of the input ", input, " do not fall into ",
                       groups_, " groups.");
    if (config().scale)
      gamma_ = add_weight("gamma", {channels},
                          {.initializer = config().gamma_initializer,
                           .autocast = false,
                           .regularizer = config().gamma_regularizer,
                           .constraint = config().gamma_constraint});
    if (config().center)
      beta_ = add_weight("beta", {channels},
                         {.initializer = config().beta_initializer,
                          .autocast = false,
                          .regularizer = config().beta_regularizer,
                          .constraint = config().beta_constraint});
  }

  Tensor call(const Tensor& given, const CallContext&) override {
    const Tensor x = ops::cast(given, statistics_dtype(to_floating(given.dtype())));
    const Tensor centered = x - group_mean(x);
    Tensor scale = ops::rsqrt(group_mean(ops::square(centered)) + config().epsilon);
    const Shape channels = channel_shape(x.shape(), axis_);
    if (gamma_.defined()) scale = scale * ops::reshape(gamma_, {.newshape = channels});
    Tensor y = centered * scale;
    if (beta_.defined()) y = y + ops::reshape(beta_, {.newshape = channels});
    return ops::cast(y, policy().compute_dtype());
  }
  bool supports_masking() const override { return true; }
  /// The input is not rounded before it is normalised.
  bool autocasts() const override { return false; }

 private:
  /// The mean of each sample's groups, for each channel: [batch, …1, channels, 1…].
  Tensor group_mean(const Tensor& x) const {
    std::vector<int64_t> places;
    Shape channels = channel_shape(x.shape(), axis_);
    channels[0] = x.shape()[0];
    for (int64_t axis = 1; axis < x.ndim(); ++axis)
      if (axis != axis_) places.push_back(axis);
    const Shape groups{x.shape()[0], groups_, x.shape()[axis_] / groups_};
    const Tensor of_channels =
        places.empty() ? x : ops::mean(x, {.axis = Axes(places), .keepdims = true});
    const Tensor means =
        ops::mean(ops::reshape(of_channels, {.newshape = groups}), {.axis = 2, .keepdims = true});
    return ops::reshape(ops::broadcast_to(means, {.shape = groups}), {.newshape = channels});
  }

  int64_t axis_ = -1, groups_ = 1;
  Variable gamma_, beta_;
};

}  // namespace

constinit const ClassDef group_normalization_layer = class_def<GroupNormalization>(
    "GroupNormalization", "Normalises groups of each sample's channels.");

LayerRef layers::GroupNormalization(GroupNormalizationOptions options) {
  return std::make_shared<cornu::GroupNormalization>(std::move(options));
}

}  // namespace cornu
