#include "layers/embedding.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Embedding final : public Layer<layers::EmbeddingOptions> {
 public:
  explicit Embedding(layers::EmbeddingOptions options = {}) : Layer(std::move(options)) {
    if (config().input_dim < 1 || config().output_dim < 1)
      fail<ValueError>("Embedding: input_dim and output_dim must be at least 1, not ",
                       config().input_dim, " and ", config().output_dim, ".");
  }

  void build(const Shape&) override {
    embeddings_ = add_weight("embeddings", {config().input_dim, config().output_dim},
                             {.initializer = config().embeddings_initializer,
                              .regularizer = config().embeddings_regularizer,
                              .constraint = config().embeddings_constraint});
  }

  Tensor call(const Tensor& x, const CallContext&) override {
    const Tensor indices = is_integer(x.dtype()) ? x : ops::cast(x, DType::i32);
    return ops::take(embeddings_, indices, {.axis = 0});
  }
  bool supports_masking() const override { return config().mask_zero; }
  Tensors compute_mask(const Tensors& inputs, const Tensors&) override {
    return {ops::not_equal(inputs[0], 0)};
  }
  /// Indices are no measurements: rounding them to half precision would pick other vectors.
  bool autocasts() const override { return false; }

 private:
  Variable embeddings_;
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
