#include "layers/p_re_lu.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class PReLU final : public Layer<layers::PReLUOptions> {
 public:
  explicit PReLU(layers::PReLUOptions options = {}) : Layer(listed(std::move(options))) {}

  void build(const Shape& input) override {
    Shape shape = input.sub(1);
    for (const int64_t axis : config().shared_axes.given()) {
      if (axis < 1 || axis > shape.ndim())
        fail<ValueError>("shared_axes holds ", axis, ", but the axes of ", input, " are 1 to ",
                         shape.ndim(), ".");
      shape[axis - 1] = 1;
    }
    alpha_ = add_weight("alpha", shape,
                        {.initializer = config().alpha_initializer,
                         .regularizer = config().alpha_regularizer,
                         .constraint = config().alpha_constraint});
  }
  Tensor call(const Tensor& x, const CallContext&) override {
    return ops::relu(x) - alpha_ * ops::relu(ops::negative(x));
  }
  bool supports_masking() const override { return true; }

 private:
  /// One axis is a list of one, as Keras writes it.
  static layers::PReLUOptions listed(layers::PReLUOptions options) {
    if (!options.shared_axes.all()) options.shared_axes = Axes(options.shared_axes.given());
    return options;
  }

  Variable alpha_;
};

}  // namespace

constinit const ClassDef p_re_lu_layer =
    class_def<PReLU>("PReLU", "Values below zero are multiplied by a learned factor.");

LayerRef layers::PReLU(PReLUOptions options) {
  return std::make_shared<cornu::PReLU>(std::move(options));
}

}  // namespace cornu
