#include "layers/batch_normalization.h"

#include <algorithm>
#include <cmath>

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class SquareRoot final : public InitializerWith<NoFields> {
 public:
  explicit SquareRoot(Initializer inner) : inner_(std::move(inner)) {}
  Tensor call(const Shape& shape, DType dtype) const override {
    return ops::sqrt(inner_->call(shape, dtype));
  }

 private:
  Initializer inner_;
};

class BatchNormalization final : public Layer<layers::BatchNormalizationOptions> {
 public:
  explicit BatchNormalization(layers::BatchNormalizationOptions options = {})
      : Layer(std::move(options)) {
    if (!config().renorm_clipping) return;
    const std::vector<std::string> known = {"rmin", "rmax", "dmax"};
    for (const auto& [key, bound] : *config().renorm_clipping)
      if (std::find(known.begin(), known.end(), key) == known.end())
        fail<ValueError>("BatchNormalization: unknown key ", quote(key), " of renorm_clipping.",
                         suggest(key, known));
  }

  void build(const Shape& input) override {
    axis_ = normalize_axis("BatchNormalization", config().axis, input.ndim());
    const Shape channels{input[axis_]};
    if (!channels.known())
      fail<ShapeError>("the size of axis ", config().axis, " must be known: the input is ", input,
                       ".");
    if (config().scale)
      gamma_ = add_weight("gamma", channels,
                          {.initializer = config().gamma_initializer,
                           .autocast = false,
                           .regularizer = config().gamma_regularizer,
                           .constraint = config().gamma_constraint});
    if (config().center)
      beta_ = add_weight("beta", channels,
                         {.initializer = config().beta_initializer,
                          .autocast = false,
                          .regularizer = config().beta_regularizer,
                          .constraint = config().beta_constraint});
    moving_mean_ = add_weight(
        "moving_mean", channels,
        {.initializer = config().moving_mean_initializer, .trainable = false, .autocast = false});
    moving_variance_ = add_weight("moving_variance", channels,
                                  {.initializer = config().moving_variance_initializer,
                                   .trainable = false,
                                   .autocast = false});
    if (config().renorm) build_renorm(channels);
  }

  Tensor call(const Tensor& x, const CallContext& context) override {
    if (context.mask().defined() && context.mask().ndim() != x.ndim() - 1)
      fail<ShapeError>("the mask must have one axis less than the input: they are ",
                       context.mask().spec(), " and ", x.spec(), ".");
    if (!context.training || !trainable()) return normalized(x, moving_mean_, moving_variance_);
    const Tensor& mask = context.mask();
    const bool masked = mask.defined();
    if (masked || config().renorm) {
      const auto [mean, variance] = masked ? masked_moments(x, mask) : moments(x);
      if (config().renorm) return renormalized(x, mean, variance);
      follow(mean, variance);
      return normalized(x, mean, variance);
    }
    const DType type = statistics_dtype(x.dtype());
    const Shape& channels = moving_mean_.shape();
    const Tensors made =
        ops::batch_norm(x, gamma_.defined() ? Operand(gamma_) : Operand(ones(channels, type)),
                        beta_.defined() ? Operand(beta_) : Operand(zeros(channels, type)),
                        {.axis = axis_, .epsilon = config().epsilon});
    follow(made[1], made[2]);
    return made[0];
  }
  bool supports_masking() const override { return true; }

 private:
  Tensor normalized(const Tensor& x, const Operand& mean, const Operand& variance) const {
    return ops::batch_normalization(
        x, mean, variance, beta_.defined() ? std::optional<Operand>(beta_) : std::nullopt,
        gamma_.defined() ? std::optional<Operand>(gamma_) : std::nullopt,
        {.axis = axis_, .epsilon = config().epsilon});
  }

  /// Weights that batch renormalization corrects to (Ioffe, 2017).
  void build_renorm(const Shape& channels) {
    const auto add = [&](std::string_view name, const Initializer& initializer) {
      return add_weight(name, channels,
                        {.initializer = initializer, .trainable = false, .autocast = false});
    };
    const Initializer stddev = std::make_shared<SquareRoot>(config().moving_variance_initializer);
    moving_stddev_ = add("moving_stddev", stddev);
    renorm_mean_ = add("renorm_mean", config().moving_mean_initializer);
    renorm_stddev_ = add("renorm_stddev", stddev);
  }

  Tensor renormalized(const Tensor& x, const Tensor& mean, const Tensor& variance) const {
    const Tensor stddev = ops::sqrt(variance + config().epsilon);
    const Tensor base = ops::maximum(renorm_stddev_, std::sqrt(config().epsilon));
    Tensor r = stddev / base, d = (mean - renorm_mean_) / base;
    if (const auto bound = clipping("rmin")) r = ops::maximum(r, *bound);
    if (const auto bound = clipping("rmax")) r = ops::minimum(r, *bound);
    if (const auto bound = clipping("dmax")) d = ops::maximum(ops::minimum(d, *bound), -*bound);
    r = ops::stop_gradient(r);
    d = ops::stop_gradient(d);
    const Tensor gamma = gamma_.defined() ? r * gamma_ : r;
    Tensor beta = gamma_.defined() ? d * gamma_ : d;
    if (beta_.defined()) beta = beta + beta_;
    toward(renorm_mean_, mean, config().renorm_momentum);
    toward(renorm_stddev_, stddev, config().renorm_momentum);
    toward(moving_mean_, mean, config().momentum);
    toward(moving_stddev_, stddev, config().momentum);
    moving_variance_.assign(ops::maximum(ops::square(moving_stddev_) - config().epsilon, 0.0));
    return ops::batch_normalization(x, mean, variance, Operand(beta), Operand(gamma),
                                    {.axis = axis_, .epsilon = config().epsilon});
  }

  std::optional<double> clipping(const std::string& key) const {
    if (!config().renorm_clipping) return {};
    const auto found = config().renorm_clipping->find(key);
    return found == config().renorm_clipping->end() ? std::nullopt : std::optional(found->second);
  }

  static void toward(const Variable& moving, const Tensor& batch, double momentum) {
    const Tensor now = ops::stop_gradient(ops::cast(batch, moving.dtype()));
    moving.assign(moving * momentum + now * (1 - momentum));
  }

  void follow(const Tensor& mean, const Tensor& variance) const {
    toward(moving_mean_, mean, config().momentum);
    toward(moving_variance_, variance, config().momentum);
  }

  /// Mean and biased variance of the steps that count. Keras's epsilon keeps an empty batch at 0.
  std::pair<Tensor, Tensor> masked_moments(const Tensor& given, const Tensor& mask) const {
    const Tensor x = ops::cast(given, statistics_dtype(given.dtype()));
    const Tensor counts =
        ops::broadcast_to(ops::expand_dims(mask, {.axis = -1}), {.shape = x.shape()});
    const ReduceOptions over{.axis = batch_axes(x.ndim(), axis_), .keepdims = true};
    const Tensor count = ops::sum(ops::cast(counts, x.dtype()), over) + 1e-7;
    const Tensor mean = ops::sum(ops::where(counts, x, 0.0), over) / count;
    const Tensor squares = ops::square(ops::where(counts, x - mean, 0.0));
    const Shape& channels = moving_mean_.shape();
    const Tensor variance = ops::sum(squares, over) / count;
    return {ops::reshape(mean, {.newshape = channels}),
            ops::reshape(variance, {.newshape = channels})};
  }

  std::pair<Tensor, Tensor> moments(const Tensor& x) const {
    const Tensors made = ops::moments(x, {.axes = batch_axes(x.ndim(), axis_)});
    return {made[0], made[1]};
  }

  int64_t axis_ = -1;
  Variable gamma_, beta_, moving_mean_, moving_variance_;
  Variable moving_stddev_, renorm_mean_, renorm_stddev_;  // of renorm
};

}  // namespace

constinit const ClassDef batch_normalization_layer = class_def<BatchNormalization>(
    "BatchNormalization", "Normalises each channel by statistics of the batch.");

LayerRef layers::BatchNormalization(BatchNormalizationOptions options) {
  return std::make_shared<cornu::BatchNormalization>(std::move(options));
}

}  // namespace cornu
