#include "framework/ops/crossentropy.h"

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/losses.h"
#include "framework/ops/public.h"

namespace cornu::ops {

namespace {

/// Probabilities or logits as they come, with what they know of their logits; integers as floats.
Tensor floating(const Operand& output) {
  const Tensor t = output.tensor();
  return is_floating(t.dtype()) ? t : cast(t, to_floating(t.dtype()));
}

void check_alike(std::string_view op, const Tensor& target, const Tensor& output) {
  if (target.shape().ranked() && output.shape().ranked() && target.ndim() != output.ndim())
    fail<ShapeError>(op, ": target is ", target.spec(), " and output is ", output.spec(),
                     "; they must have the same shape.");
}

}  // namespace

Tensor binary_crossentropy(const Operand& target, const Operand& output,
                           const BinaryOutputOptions& options) {
  if (any_symbolic(target, output))
    return record_symbolic("binary_crossentropy", {target, output}, options);
  const Tensor y = target.tensor(), p = floating(output);
  check_alike("binary_crossentropy", y, p);
  return losses::binary_crossentropies(y, p, {.from_logits = options.from_logits});
}

Tensor categorical_crossentropy(const Operand& target, const Operand& output,
                                const ClassOutputOptions& options) {
  if (any_symbolic(target, output))
    return record_symbolic("categorical_crossentropy", {target, output}, options);
  const Tensor y = target.tensor(), p = floating(output);
  check_alike("categorical_crossentropy", y, p);
  return losses::categorical_crossentropy(
      y, p, {.from_logits = options.from_logits, .axis = options.axis});
}

Tensor sparse_categorical_crossentropy(const Operand& target, const Operand& output,
                                       const ClassOutputOptions& options) {
  if (any_symbolic(target, output))
    return record_symbolic("sparse_categorical_crossentropy", {target, output}, options);
  return losses::sparse_categorical_crossentropy(
      target.tensor(), floating(output),
      {.from_logits = options.from_logits, .axis = options.axis});
}

}  // namespace cornu::ops
