#include "framework/ops/one_hot.h"

#include "framework/base/error.h"
#include "framework/ops/arange.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/reshape.h"

namespace cornu::ops {

namespace {

void check_options(std::string_view op, const OneHotOptions& options) {
  if (options.sparse)
    fail<ValueError>(op, ": sparse tensors do not exist here.\n  hint: leave sparse out.");
  if (options.num_classes < 1)
    fail<ValueError>(op, ": num_classes is ", options.num_classes, "; it must be at least 1.");
}

}  // namespace

Tensor one_hot(const Operand& x, const OneHotOptions& options) {
  if (x.is_symbolic()) return record_symbolic("one_hot", {x}, options);
  check_options("one_hot", options);
  if (any_unranked(x)) return defer("one_hot", {x}, options, options.dtype.value_or(DType::f32));
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

Tensor multi_hot(const Operand& inputs, const OneHotOptions& options) {
  if (inputs.is_symbolic()) return record_symbolic("multi_hot", {inputs}, options);
  check_options("multi_hot", options);
  if (any_unranked(inputs))
    return defer("multi_hot", {inputs}, options, options.dtype.value_or(DType::f32));
  const Tensor hot = one_hot(inputs, options);
  const Axes along = inputs.tensor().ndim() > 1 ? 1 : 0;
  if (hot.dtype() == DType::boolean) return any(hot, {.axis = along});
  return max(hot, {.axis = along, .initial = 0});
}

}  // namespace cornu::ops
