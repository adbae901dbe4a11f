#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct EmbeddingOptions {
  int64_t input_dim = 0;
  int64_t output_dim = 0;
  Initializer embeddings_initializer = "uniform";
  Regularizer embeddings_regularizer = {};
  Constraint embeddings_constraint = {};
  bool mask_zero = false;
  Tensor weights = {};  ///< The first vectors; in no file, as the vectors themselves are there.
  std::optional<int64_t> lora_rank = {};
  std::optional<int64_t> lora_alpha = {};
  Regularizer activity_regularizer = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("input_dim", config.input_dim, "Number of classes, the largest index plus 1.", required);
    field("output_dim", config.output_dim, "Size of a vector.", required);
    field("embeddings_initializer", config.embeddings_initializer, "Makes the first vectors.");
    field("embeddings_regularizer", config.embeddings_regularizer, "Penalty on the vectors.");
    field("embeddings_constraint", config.embeddings_constraint, "Keeps the vectors in a set.");
    field("mask_zero", config.mask_zero, "Whether index 0 is padding, masked.");
    field("lora_rank", config.lora_rank, "Trains a low-rank change in place of the vectors.");
    field("lora_alpha", config.lora_alpha, "Times 1 / lora_rank: factor of that change.");
    field("activity_regularizer", config.activity_regularizer, "Penalty on the output.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// A learned vector for each index: integers [batch, …] → [batch, …, output_dim].
LayerRef Embedding(int64_t input_dim, int64_t output_dim, EmbeddingOptions options = {});

}  // namespace cornu::layers
