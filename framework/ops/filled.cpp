#include "framework/ops/filled.h"

#include "framework/base/error.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/cast.h"
#include "framework/ops/public.h"
#include "framework/ops/where.h"

namespace cornu::ops {

namespace {

Tensor filled(std::string_view op, const Operand& x, const Operand& value,
              const LikeOptions& options) {
  if (x.is_symbolic()) return record_symbolic(op, {x}, options);
  const Tensor tensor = x.tensor();
  const Tensor one = value.as(options.dtype.value_or(tensor.dtype()), tensor.device());
  if (tensor.shape().known()) return broadcast_to(one, {.shape = tensor.shape()});
  // As many as x has elements, which only x may know.
  const Tensor shaped = cornu::ones_like(tensor);
  return where(cast(shaped, DType::boolean), one, cast(shaped, one.dtype()));
}

}  // namespace

Tensor empty(const Shape& shape, DType dtype) { return zeros(shape, dtype); }

Tensor empty_like(const Operand& x, const LikeOptions& options) {
  return filled("empty_like", x, 0, options);
}
Tensor zeros_like(const Operand& x, const LikeOptions& options) {
  return filled("zeros_like", x, 0, options);
}
Tensor ones_like(const Operand& x, const LikeOptions& options) {
  return filled("ones_like", x, 1, options);
}

Tensor full_like(const Operand& x, const Operand& fill_value, const LikeOptions& options) {
  if (any_symbolic(x, fill_value)) return record_symbolic("full_like", {x, fill_value}, options);
  return filled("full_like", x, fill_value, options);
}

Tensor array(const Operand& x, const LikeOptions& options) {
  if (x.is_symbolic()) return record_symbolic("array", {x}, options);
  return options.dtype ? x.as(*options.dtype) : x.tensor();
}

Tensor convert_to_tensor(const Operand& x, const ConvertOptions& options) {
  if (options.sparse.value_or(false) || options.ragged.value_or(false))
    fail<ValueError>("convert_to_tensor: there are no ",
                     options.sparse.value_or(false) ? "sparse" : "ragged",
                     " tensors.\n  hint: a dense one, with a mask where places are empty.");
  if (x.is_symbolic()) return record_symbolic("convert_to_tensor", {x}, options);
  return options.dtype ? x.as(*options.dtype) : x.tensor();
}

int64_t size(const Operand& x) {
  const Tensor tensor = x.tensor();
  if (!tensor.shape().known())
    fail<ShapeError>("size: not all sizes of ", tensor.spec(), " are known.");
  return tensor.shape().elements();
}

}  // namespace cornu::ops
