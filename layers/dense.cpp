#include "layers/dense.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/lora.h"

namespace cornu {

namespace {

class Dense final : public Layer<layers::DenseOptions> {
 public:
  explicit Dense(layers::DenseOptions options = {}) : Layer(std::move(options)) {
    if (config().units < 1)
      fail<ValueError>("Dense: units must be at least 1, not ", config().units, ".");
    if (!config().lora_rank) return;
    if (*config().lora_rank < 1)
      fail<ValueError>("Dense: lora_rank must be at least 1, not ", *config().lora_rank, ".");
    if (config().kernel_constraint)
      fail<ValueError>("Dense: lora_rank and kernel_constraint exclude each other.");
  }

  void build(const Shape& input) override {
    if (input.ndim() < 1 || input[-1] == unknown)
      fail<ShapeError>("the size of the input's last axis must be known, not ", input, ".");
    const int64_t features = input[-1], units = config().units;
    kernel_ = add_weight("kernel", {features, units},
                         {.initializer = config().kernel_initializer,
                          .regularizer = config().kernel_regularizer,
                          .constraint = config().kernel_constraint});
    if (config().use_bias)
      bias_ = add_weight("bias", {units},
                         {.initializer = config().bias_initializer,
                          .regularizer = config().bias_regularizer,
                          .constraint = config().bias_constraint});
    if (!config().lora_rank) return;
    const int64_t rank = *config().lora_rank;
    lora_ = {
        .weight = kernel_,
        .a = add_weight("lora_kernel_a", {features, rank},
                        {.initializer = "he_uniform", .regularizer = config().kernel_regularizer}),
        .b = add_weight("lora_kernel_b", {rank, units},
                        {.initializer = "zeros", .regularizer = config().kernel_regularizer}),
        .scale =
            static_cast<double>(config().lora_alpha.value_or(rank)) / static_cast<double>(rank)};
    kernel_.set_trainable(false);
  }

  Tensor call(const Tensor& x, const CallContext&) override {
    if (x.shape().ranked() && x.shape()[-1] != kernel_.shape()[0] && x.shape()[-1] != unknown)
      fail<ShapeError>("the input's last axis must have ", kernel_.shape()[0], " elements: it is ",
                       x.spec(), ".");
    Tensor kernel = Operand(kernel_).tensor();
    if (lora_) kernel = kernel + lora_.scale * ops::matmul(lora_.a, lora_.b);
    Tensor y = ops::matmul(x, kernel);
    if (bias_.defined()) y = y + bias_;
    return config().activation(y);
  }
  bool supports_masking() const override { return true; }
  Variables merged_weights() const override { return lora_.factors(); }
  Variables own_states() const override { return lora_.states(); }
  Tensor stored_value(const Variable& weight) const override { return lora_.stored_value(weight); }

 private:
  Variable kernel_, bias_;
  Lora lora_;
};

}  // namespace

constinit const ClassDef dense_layer = class_def<Dense>("Dense", "A fully connected layer.");

LayerRef layers::Dense(int64_t units, DenseOptions options) {
  options.units = units;
  return std::make_shared<cornu::Dense>(std::move(options));
}

}  // namespace cornu
