#include "framework/ops/random.h"

#include <cmath>

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/operators.h"
#include "framework/ops/random_def.h"
#include "framework/ops/strided_slice.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/process.h"

namespace cornu {

namespace {

Tensor key_of(uint64_t low, uint64_t high, Device device) {
  const uint32_t words[] = {static_cast<uint32_t>(low), static_cast<uint32_t>(high)};
  return from_buffer(words, {2}, DType::u32, device);
}

}  // namespace

void check_key(const InferArgs& args, size_t position) {
  const Spec& key = args.in[position];
  if (key.shape != Shape{2})
    fail<ShapeError>(args.def.name, ": key is ", key, "; it must be u32[2].");
}

std::vector<Spec> infer_random(const InferArgs& args) {
  check_key(args, 0);
  const RandomAttrs& attrs = args.as<RandomAttrs>();
  for (const int64_t size : attrs.shape)
    if (size < 0)
      fail<ShapeError>(args.def.name, ": shape is ", attrs.shape, "; its sizes must be known.");
  return {{attrs.dtype, attrs.shape, args.in[0].device}};
}

SeedGenerator::SeedGenerator(std::optional<int64_t> seed, const std::string& name)
    : state_(key_of(seed ? static_cast<uint64_t>(*seed) : next_seed(), 0, default_device()),
             {.name = name, .trainable = false, .autocast = false}) {}

Tensor SeedGenerator::next() const {
  const Tensor key = read(state_);
  state_.assign(key + key_of(0, 1, key.device()));
  return key;
}

namespace random {

Tensor Seed::key(Device device) const {
  if (generator_) return generator_->next();
  const uint64_t seed = seed_ ? static_cast<uint64_t>(*seed_) : next_seed();
  return key_of(seed, seed >> 32, device);
}

Tensor uniform(const Shape& shape, const UniformOptions& options) {
  if (is_integer(options.dtype)) {
    const auto whole = [](double bound) {
      if (!(std::abs(bound) < 0x1p63))
        fail<ValueError>("random::uniform: ", bound, " is no bound of integers.");
      return static_cast<int64_t>(std::ceil(bound));
    };
    return randint(shape, whole(options.minval), whole(options.maxval),
                   {.dtype = options.dtype, .seed = options.seed});
  }
  if (!is_floating(options.dtype))
    fail<DTypeError>("random::uniform: dtype is ", options.dtype, "; it must be a number's.");
  return apply_one(
      random_uniform_def, {options.seed.key()},
      RandomAttrs{
          .shape = shape, .dtype = options.dtype, .low = options.minval, .high = options.maxval});
}

namespace {

Tensor draw_normal(const Shape& shape, const NormalOptions& options, bool truncated) {
  if (!is_floating(options.dtype))
    fail<DTypeError>("random::normal: dtype is ", options.dtype, "; it must be a floating type.");
  return apply_one(random_normal_def, {options.seed.key()},
                   RandomAttrs{.shape = shape,
                               .dtype = options.dtype,
                               .mean = options.mean,
                               .stddev = options.stddev,
                               .truncated = truncated});
}

}  // namespace

Tensor normal(const Shape& shape, const NormalOptions& options) {
  return draw_normal(shape, options, false);
}
Tensor truncated_normal(const Shape& shape, const NormalOptions& options) {
  return draw_normal(shape, options, true);
}

Tensor randint(const Shape& shape, int64_t minval, int64_t maxval, const RandintOptions& options) {
  if (!is_integer(options.dtype))
    fail<DTypeError>("random::randint: dtype is ", options.dtype, "; it must be an integer type.");
  if (minval >= maxval)
    fail<ValueError>("random::randint: minval is ", minval, ", maxval is ", maxval,
                     "; nothing lies between.");
  const RandomAttrs attrs{.shape = shape,
                          .dtype = options.dtype,
                          .low = static_cast<double>(minval),
                          .high = static_cast<double>(maxval)};
  return apply_one(random_uniform_def, {options.seed.key()}, attrs);
}

namespace {

/// A tensor of ones that broadcasts to x, of a noise shape.
Tensor noise_ones(const Tensor& x, const Shape& noise) {
  const int64_t more = x.ndim() - noise.ndim();
  Tensor part = x;
  for (int64_t axis = 0; axis < x.ndim(); ++axis) {
    const int64_t size = axis < more ? 1 : noise[axis - more], whole = x.shape()[axis];
    if (size == 1 && whole != 1)
      part = slice_axis(part, axis, Range(0, 1));
    else if (size != unknown && whole != unknown && size != whole)
      fail<ShapeError>("random::dropout: noise_shape ", noise, " does not broadcast to ", x.spec(),
                       ".");
  }
  return ones_like(part);
}

}  // namespace

Tensor dropout(const Operand& inputs, double rate, const DropoutOptions& options) {
  if (!(rate >= 0 && rate <= 1))
    fail<ValueError>("random::dropout: rate is ", rate, "; it must be between 0 and 1.");
  const Tensor x = inputs.as(to_floating(inputs.tensor().dtype()));
  if (rate == 0) return x;
  const auto drop = [&](const Tensor& values) {
    return apply(dropout_def, {values, options.seed.key(x.device())}, DropoutAttrs{rate})[0];
  };
  if (!options.noise_shape) return drop(x);
  const Shape& noise = *options.noise_shape;
  if (x.shape().ranked() && noise.ndim() > x.ndim())
    fail<ShapeError>("random::dropout: noise_shape ", noise, " has more axes than ", x.spec(), ".");
  return x * drop(noise_ones(x, noise));
}

}  // namespace random

}  // namespace cornu
