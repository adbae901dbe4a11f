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
    Shape grouped = x.shape(), channels;
    grouped[axis_] = x.shape()[axis_] / groups_;
    grouped.insert(axis_, groups_);
    std::vector<int64_t> together;
    for (int64_t axis = 1; axis < grouped.ndim(); ++axis)
      if (axis != axis_) together.push_back(axis);
    Tensor y = ops::layer_normalization(ops::reshape(x, {.newshape = grouped}), {}, {},
                                        {.axis = Axes(together), .epsilon = config().epsilon});
    y = ops::reshape(y, {.newshape = x.shape()});
    for (int64_t axis = 0; axis < x.ndim(); ++axis)
      channels.push_back(axis == axis_ ? x.shape()[axis] : 1);
    if (gamma_.defined()) y = y * ops::reshape(gamma_, {.newshape = channels});
    if (beta_.defined()) y = y + ops::reshape(beta_, {.newshape = channels});
    return ops::cast(y, policy().compute_dtype());
  }
  bool supports_masking() const override { return true; }
  /// The input is not rounded before it is normalised.
  bool autocasts() const override { return false; }

 private:
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
