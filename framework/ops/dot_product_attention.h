#pragma once

#include <array>
#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

/// Attributes of dot_product_attention and its gradient.
struct AttentionAttrs {
  double scale = 1;
  bool is_causal = false;
  bool bias = false;
  bool mask = false;
  static void fields(auto& field, auto& config) {
    field("scale", config.scale, "Factor of the logits.");
    field("is_causal", config.is_causal, "Whether a query sees no key behind its own place.");
    field("bias", config.bias, "Whether an operand is added to the logits.");
    field("mask", config.mask, "Whether an operand, the last, says which keys a query sees.");
  }
};

/// What stands for the logit of a key that a query does not see, as in Keras: finite, so that a
/// query that sees none takes the mean of all values.
inline constexpr double kMaskedLogit = -0.7 * 3.38953e38;

/// Attention of known shapes: query [batch, queries, heads, size], key [batch, keys, key_heads,
/// size], value [batch, keys, key_heads, value_size]. Heads in groups share one of the keys.
struct AttentionGeometry {
  AttentionGeometry(const Shape& query, const Shape& key, const Shape& value)
      : batch(query[0]),
        queries(query[1]),
        keys(key[1]),
        heads(query[2]),
        key_heads(key[2]),
        size(query[3]),
        value_size(value[3]) {}
  int64_t group() const { return key_heads == 0 ? 0 : heads / key_heads; }

  int64_t batch, queries, keys, heads, key_heads, size, value_size;
};

/// A bias or mask that broadcasts to [batch, heads, queries, keys]: its strides along these.
std::array<int64_t, 4> attention_strides(const Shape& operand);

struct AttentionOptions {
  bool is_causal = false;
  std::optional<bool> flash_attention = {};
  std::optional<double> attn_logits_soft_cap = {};
  static void fields(auto& field, auto& config) {
    field("is_causal", config.is_causal, "Whether a query sees no key behind its own place.");
    field("flash_attention", config.flash_attention,
          "Nothing depends on it: logits never lie in memory as a whole.");
    field("attn_logits_soft_cap", config.attn_logits_soft_cap,
          "Logits x become cap · tanh(x / cap), before bias and mask; null: they stay.");
  }
};

namespace ops {

/// softmax(scale · query keyᵀ + bias) value, of each head: query [n, t, heads, size], key and value
/// [n, s, key heads, size], of which heads / key heads neighbours share one. bias and mask, true
/// where a query sees a key, broadcast to [n, heads, t, s]; scale is 1 / √size where it is not
/// given.
Tensor dot_product_attention(const Operand& query, const Operand& key, const Operand& value,
                             const std::optional<Operand>& bias = {},
                             const std::optional<Operand>& mask = {},
                             const std::optional<Operand>& scale = {},
                             const AttentionOptions& options = {});

}  // namespace ops

}  // namespace cornu
