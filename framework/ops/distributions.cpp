#include "framework/ops/arange.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/cumsum.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/random.h"
#include "framework/ops/random_def.h"
#include "framework/ops/reshape.h"
#include "framework/ops/searchsorted.h"
#include "framework/ops/softmax.h"
#include "framework/ops/sort.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/take.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu::random {

namespace {

void check_floating(std::string_view function, DType dtype) {
  if (!is_floating(dtype))
    fail<DTypeError>("random::", function, ": dtype is ", dtype, "; it must be a floating type.");
}

/// A parameter for each element of the result, where the key is.
Tensor parameter(const Operand& given, const Shape& shape, DType dtype, const Tensor& key) {
  return ops::broadcast_to(given.as(dtype, key.device()), {.shape = shape});
}

Tensor draw_gamma(const Shape& shape, const Operand& alpha, DType dtype, const Tensor& key) {
  return apply_one(random_gamma_def, {key, parameter(alpha, shape, dtype, key)}, {});
}

/// A key that no generator and no seed of 63 bits gives.
Tensor second_key(const Tensor& key) {
  const uint32_t words[] = {0, 1u << 31};
  return ops::bitwise_xor(key, from_buffer(words, {2}, DType::u32, key.device()));
}

}  // namespace

Tensor gamma(const Shape& shape, const Operand& alpha, const VariateOptions& options) {
  check_floating("gamma", options.dtype);
  return draw_gamma(shape, alpha, options.dtype, options.seed.key());
}

Tensor beta(const Shape& shape, const Operand& alpha, const Operand& beta,
            const VariateOptions& options) {
  check_floating("beta", options.dtype);
  const Tensor key = options.seed.key();
  const Tensor a = draw_gamma(shape, alpha, options.dtype, key),
               b = draw_gamma(shape, beta, options.dtype, second_key(key));
  return a / (a + b);
}

Tensor binomial(const Shape& shape, const Operand& counts, const Operand& probabilities,
                const VariateOptions& options) {
  const Tensor key = options.seed.key();
  const Tensor y = apply_one(random_binomial_def,
                             {key, parameter(counts, shape, DType::f64, key),
                              parameter(probabilities, shape, DType::f64, key)},
                             {});
  return ops::cast(y, options.dtype);
}

/// By the inverse of the distribution function. Those of all rows are one sorted sequence: row r's
/// goes from r to r + 1.
Tensor categorical(const Operand& logits, int64_t num_samples, const RandintOptions& options) {
  const Tensor x = logits.as(DType::f64);
  const Shape& shape = x.shape();
  if (!shape.known() || shape.ndim() != 2)
    fail<ShapeError>("random::categorical: logits must be [batch, classes], both known, not ",
                     logits.tensor().spec(), ".");
  if (num_samples < 0)
    fail<ValueError>("random::categorical: num_samples is ", num_samples,
                     "; it must not be negative.");
  const int64_t batch = shape[0], classes = shape[1];
  if (classes == 0)
    fail<ValueError>("random::categorical: ", logits.tensor().spec(), " has no classes.");
  const Tensor key = options.seed.key(x.device());
  const Tensor sums = ops::cumsum(ops::softmax(x), {.axis = 1});
  const Tensor shares = sums / slice_axis(sums, 1, Range(classes - 1, classes));
  const Tensor row =
      ops::reshape(to_device(ops::arange(batch, {}, {}, {.dtype = DType::f64}), x.device()),
                   {.newshape = {batch, 1}});
  const Tensor bounds = ops::where(ops::isnan(shares), 1.0, shares) + row;
  // Less than 1 by what the sum with a row's number keeps, so that no sample leaves its row.
  const Tensor u = apply_one(
      random_uniform_def, {key},
      RandomAttrs{.shape = {batch, num_samples}, .dtype = DType::f64, .high = 1 - 0x1p-30});
  const Tensor places = ops::searchsorted(ops::reshape(bounds, {.newshape = {batch * classes}}),
                                          u + row, {.side = SearchSide::right});
  return ops::cast(places - ops::cast(row, DType::i32) * classes, options.dtype);
}

Tensor shuffle(const Operand& operand, const ShuffleOptions& options) {
  const Tensor x = operand.tensor();
  const int64_t axis = normalize_axis("random::shuffle", options.axis, x.ndim());
  const Tensor order =
      ops::argsort(apply_one(random_uniform_def, {options.seed.key(x.device())},
                             RandomAttrs{.shape = {x.shape()[axis]}, .dtype = DType::f64}));
  return ops::take(x, order, {.axis = axis});
}

}  // namespace cornu::random
