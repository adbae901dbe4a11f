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
/// Zero with probability `rate`, else the input divided by 1 - rate.
Tensor dropout(const Operand& inputs, double rate, const DropoutOptions& options = {});

}  // namespace random

}  // namespace cornu
