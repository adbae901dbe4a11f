#pragma once

#include <optional>
#include <string>

#include "framework/ops/operand.h"
#include "framework/runtime/process.h"

namespace cornu {

/// A stream of keys: a counter in a variable, so that a traced program goes on with it.
class SeedGenerator {
 public:
  /// Without a seed: the process's next one.
  explicit SeedGenerator(std::optional<int64_t> seed = std::nullopt,
                         const std::string& name = "seed_generator_state");

  /// The next key, u32[2]; each is given once.
  Tensor next() const;
  /// {seed, keys given}: u32[2], not trainable.
  const Variable& state() const { return state_; }

 private:
  Variable state_;
};

namespace random {

/// Where a function's randomness comes from: a number, which gives the same values each time; a
/// generator; or nothing, which gives new ones.
class Seed {
 public:
  Seed() = default;
  template <class T>
  requires std::is_integral_v<T> Seed(T seed) : seed_(static_cast<int64_t>(seed)) {}
  Seed(const SeedGenerator& generator) : generator_(&generator) {}

  /// A key, u32[2]; of a number, on `device`.
  Tensor key(Device device = default_device()) const;

 private:
  std::optional<int64_t> seed_;
  const SeedGenerator* generator_ = nullptr;
};

struct UniformOptions {
  double minval = 0;
  double maxval = 1;
  DType dtype = DType::f32;
  Seed seed = {};
};
struct NormalOptions {
  double mean = 0;
  double stddev = 1;
  DType dtype = DType::f32;
  Seed seed = {};
};
struct RandintOptions {
  DType dtype = DType::i32;
  Seed seed = {};
};
struct DropoutOptions {
  std::optional<Shape> noise_shape = {};  ///< Unknown sizes are the input's.
  Seed seed = {};
};
struct ShuffleOptions {
  int64_t axis = 0;
  Seed seed = {};
};
struct VariateOptions {
  DType dtype = DType::f32;
  Seed seed = {};
};

/// Numbers in [minval, maxval).
Tensor uniform(const Shape& shape, const UniformOptions& options = {});
/// Numbers of a normal distribution.
Tensor normal(const Shape& shape, const NormalOptions& options = {});
/// Likewise, but those further than two deviations from the mean are drawn again.
Tensor truncated_normal(const Shape& shape, const NormalOptions& options = {});
/// Integers in [minval, maxval).
Tensor randint(const Shape& shape, int64_t minval, int64_t maxval,
               const RandintOptions& options = {});
/// Numbers of a gamma distribution of scale 1. `alpha`, a number or numbers, broadcasts to the
/// shape; NaN where it is negative.
Tensor gamma(const Shape& shape, const Operand& alpha, const VariateOptions& options = {});
/// Numbers of a beta distribution, made of two of gamma ones.
Tensor beta(const Shape& shape, const Operand& alpha, const Operand& beta,
            const VariateOptions& options = {});
/// How many of `counts` trials succeed. Both broadcast to the shape; the dtype may be an integer's.
Tensor binomial(const Shape& shape, const Operand& counts, const Operand& probabilities,
                const VariateOptions& options = {});
/// Classes [batch, num_samples] by the logarithms of their probabilities, `logits` [batch,
/// classes], which need not sum to 1.
Tensor categorical(const Operand& logits, int64_t num_samples, const RandintOptions& options = {});
/// The slices along an axis in a random order.
Tensor shuffle(const Operand& x, const ShuffleOptions& options = {});
/// Zero with probability `rate`, else the input divided by 1 - rate. Of a noise shape, which
/// broadcasts to the input's, is drawn and used for all elements that share a number.
Tensor dropout(const Operand& inputs, double rate, const DropoutOptions& options = {});

}  // namespace random

}  // namespace cornu
