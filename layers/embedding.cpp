#include "layers/embedding.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/lora.h"

namespace cornu {

namespace {

class Embedding final : public Layer<layers::EmbeddingOptions> {
 public:
  explicit Embedding(layers::EmbeddingOptions options = {}) : Layer(std::move(options)) {
    if (config().input_dim < 1 || config().output_dim < 1)
      fail<ValueError>("Embedding: input_dim and output_dim must be at least 1, not ",
                       config().input_dim, " and ", config().output_dim, ".");
    if (config().weights.defined() && !(config().weights.shape() == shape()))
      fail<ShapeError>("Embedding: weights must be ", shape(), ", not ", config().weights.spec(),
                       ".");
    if (!config().lora_rank) return;
    if (*config().lora_rank < 1)
      fail<ValueError>("Embedding: lora_rank must be at least 1, not ", *config().lora_rank, ".");
    if (config().embeddings_constraint)
      fail<ValueError>("Embedding: lora_rank and embeddings_constraint exclude each other.");
  }

  void build(const Shape&) override {
    embeddings_ = add_weight("embeddings", shape(),
                             {.initializer = config().embeddings_initializer,
                              .regularizer = config().embeddings_regularizer,
                              .constraint = config().embeddings_constraint});
    if (config().weights.defined())
      embeddings_.assign(ops::cast(config().weights, embeddings_.dtype()));
    if (!config().lora_rank) return;
    const int64_t rank = *config().lora_rank;
    lora_ = {.weight = embeddings_,
             .a = add_weight("lora_embeddings_a", {config().input_dim, rank},
                             {.initializer = "he_uniform",
                              .dtype = DType::f32,
                              .regularizer = config().embeddings_regularizer}),
             .b = add_weight("lora_embeddings_b", {rank, config().output_dim},
                             {.initializer = "zeros",
                              .dtype = DType::f32,
                              .regularizer = config().embeddings_regularizer}),
             .scale = static_cast<double>(config().lora_alpha.value_or(rank)) /
                      static_cast<double>(rank)};
    embeddings_.set_trainable(false);
  }

  Tensor call(const Tensor& x, const CallContext&) override {
    const Tensor indices = is_integer(x.dtype()) ? x : ops::cast(x, DType::i32);
    const Tensor y = ops::take(embeddings_, indices, {.axis = 0});
    if (!lora_) return y;
    const Tensor change = ops::matmul(ops::take(lora_.a, indices, {.axis = 0}), lora_.b);
    return ops::cast(y + lora_.scale * change, y.dtype());
  }
  bool supports_masking() const override { return config().mask_zero; }
  Tensors compute_mask(const Tensors& inputs, const Tensors&) override {
    return {ops::not_equal(inputs[0], 0)};
  }
  /// Indices are no measurements: rounding them to half precision would pick other vectors.
  bool autocasts() const override { return false; }
  Variables merged_weights() const override { return lora_.factors(); }
  Variables own_states() const override { return lora_.states(); }
  Tensor stored_value(const Variable& weight) const override { return lora_.stored_value(weight); }

 private:
  Shape shape() const { return {config().input_dim, config().output_dim}; }

  Variable embeddings_;
  Lora lora_;
};

}  // namespace

constinit const ClassDef embedding_layer =
    class_def<Embedding>("Embedding", "A learned vector for each index.");

LayerRef layers::Embedding(int64_t input_dim, int64_t output_dim, EmbeddingOptions options) {
  options.input_dim = input_dim;
  options.output_dim = output_dim;
  return std::make_shared<cornu::Embedding>(std::move(options));
}

}  // namespace cornu
