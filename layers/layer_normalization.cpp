#include "layers/layer_normalization.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class LayerNormalization final : public Layer<layers::LayerNormalizationOptions> {
 public:
  explicit LayerNormalization(layers::LayerNormalizationOptions options = {})
      : Layer(std::move(options)) {
    if (config().axis.given().empty())
      fail<ValueError>("LayerNormalization: axis must name at least one axis.");
  }

  void build(const Shape& input) override {
    config().axis.normalized("LayerNormalization", input.ndim());
    // Keras sorts the axes as they are given: negative ones come first.
    std::vector<int64_t> axes = config().axis.given();
    std::sort(axes.begin(), axes.end());
    Shape shape;
    for (const int64_t axis : axes) shape.push_back(input[axis]);
    if (!shape.known())
      fail<ShapeError>("the sizes of the axes that it normalises must be known: the input is ",
                       input, ".");
    if (config().scale || config().rms_scaling)
      gamma_ = add_weight("gamma", shape,
                          {.initializer = config().gamma_initializer,
                           .autocast = false,
                           .regularizer = config().gamma_regularizer,
                           .constraint = config().gamma_constraint});
    if (config().center && !config().rms_scaling)
      beta_ = add_weight("beta", shape,
                         {.initializer = config().beta_initializer,
                          .autocast = false,
                          .regularizer = config().beta_regularizer,
                          .constraint = config().beta_constraint});
  }

  Tensor call(const Tensor& x, const CallContext&) override {
    const auto weight = [](const Variable& variable) {
      return variable.defined() ? std::optional<Operand>(variable) : std::nullopt;
    };
    return ops::cast(ops::layer_normalization(x, weight(gamma_), weight(beta_),
                                              {.axis = config().axis,
                                               .epsilon = config().epsilon,
                                               .rms_scaling = config().rms_scaling}),
                     policy().compute_dtype());
  }
  bool supports_masking() const override { return true; }
  /// The input is not rounded before it is normalised.
  bool autocasts() const override { return false; }

 private:
  Variable gamma_, beta_;
};

}  // namespace

constinit const ClassDef layer_normalization_layer = class_def<LayerNormalization>(
    "LayerNormalization", "Normalises each sample by its own statistics.");

LayerRef layers::LayerNormalization(LayerNormalizationOptions options) {
  return std::make_shared<cornu::LayerNormalization>(std::move(options));
}

}  // namespace cornu
