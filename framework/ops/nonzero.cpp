#include "framework/ops/nonzero.h"

#include "framework/ops/arange.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/cumsum.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/reshape.h"
#include "framework/ops/searchsorted.h"

namespace cornu::ops {

Tensors nonzero(const Operand& x) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("nonzero"), {{x}, {}}, {});
  const Tensor t = x.tensor();
  if (!t.is_concrete())
    fail<ValueError>("nonzero: how many elements of ", t.spec(),
                     " are not 0 is not known in a traced program.\n  hint: where(x != 0, a, b) "
                     "keeps x's shape.");
  if (t.ndim() == 0) fail<ShapeError>("nonzero: x ", t.spec(), " has no axes.");
  const Tensor found = cast(reshape(not_equal(t, 0), {.newshape = {-1}}), DType::i32);
  const int64_t count = sum(found).item<int64_t>();
  // The k-th is where the sum of those found reaches k.
  const Tensor numbers = to_device(arange(1, count + 1, {}, {.dtype = DType::i32}), t.device());
  return unravel_index(searchsorted(cumsum(found), numbers), {t.shape()});
}

Tensors unravel_index(const Operand& indices, const UnravelIndexOptions& options) {
  if (indices.is_symbolic())
    return record_symbolic_call(public_op("unravel_index"), {{indices}, {}}, options);
  const Tensor t = indices.tensor();
  if (!is_integer(t.dtype()))
    fail<DTypeError>("unravel_index: indices must be integers, not ", t.spec(), ".");
  if (!options.shape.known())
    fail<ShapeError>("unravel_index: the shape ", options.shape, " is not known.");
  Tensors out;
  for (int64_t axis = 0; axis < options.shape.ndim(); ++axis) {
    const auto stride = options.shape.sub(axis + 1).elements();
    out.push_back(mod(floor_divide(t, stride), options.shape[axis]));
  }
  return out;
}

}  // namespace cornu::ops
