#include "framework/ops/one_hot.h"

#include "framework/base/error.h"
#include "framework/ops/arange.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"

namespace cornu::ops {

Tensor one_hot(const Operand& x, const OneHotOptions& options) {
  if (x.is_symbolic()) return record_symbolic("one_hot", {x}, options);
  if (options.sparse)
    fail<ValueError>("one_hot: sparse tensors do not exist here.\n  hint: leave sparse out.");
  if (options.num_classes < 1)
    fail<ValueError>("one_hot: num_classes is ", options.num_classes, "; it must be at least 1.");
  if (any_unranked({x})) return defer("one_hot", {x}, options, options.dtype.value_or(DType::f32));
  Tensor labels = x.tensor();
  if (!is_integer(labels.dtype()) || size_of(labels.dtype()) < 4) labels = cast(labels, DType::i32);
  const int64_t axis = normalize_axis("one_hot", options.axis, labels.ndim() + 1);
  Shape classes{options.num_classes};
  for (int64_t after = axis; after < labels.ndim(); ++after) classes.push_back(1);
  const Tensor numbers = arange(options.num_classes, {}, {}, {.dtype = labels.dtype()});
  const Tensor index = reshape(to_device(numbers, labels.device()), {.newshape = classes});
  return cast(equal(expand_dims(labels, {.axis = Axes(axis)}), index),
              options.dtype.value_or(DType::f32));
}

}  // namespace cornu::ops
