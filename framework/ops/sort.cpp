#include "framework/ops/sort.h"

#include "framework/ops/def.h"
#include "framework/ops/deferred.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/take_along_axis.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  if (x.shape.ranked()) normalize_axis("sort", args.as<SortAttrs>().axis, x.shape.ndim());
  return {x, {DType::i32, x.shape, x.device}};
}

Tensors vjp(const VjpArgs& args) {
  const Shape& shape = args.in[0].shape();
  const int64_t axis = normalize_axis("sort", args.as<SortAttrs>().axis, shape.ndim());
  return {ops::scatter_along_axis(args.dout[0], args.out[1], {axis, shape[axis]})};
}

}  // namespace

constinit const OpDef sort_def{.name = "sort",
                               .doc = "Elements along an axis in ascending order.",
                               .inputs = {{"x"}},
                               .outputs = {{"y"}, {"indices", true}},
                               .attrs = attrs_of<SortAttrs>,
                               .infer = infer,
                               .vjp = vjp,
                               .kernel_family = "sort"};

namespace ops {

Tensor sort(const Operand& x, const SortOptions& options) {
  if (x.is_symbolic()) return record_symbolic("sort", {x}, options);
  const Tensor tensor = options.axis ? x.tensor() : reshape(x, {.newshape = {-1}});
  return apply(sort_def, {tensor}, SortAttrs{options.axis.value_or(0)})[0];
}

Tensor argpartition(const Operand& x, const ArgpartitionOptions& options) {
  if (x.is_symbolic()) return record_symbolic("argpartition", {x}, options);
  if (any_unranked(x)) return defer("argpartition", {x}, options, DType::i32);
  const Shape shape = x.tensor().shape();
  const int64_t axis =
      options.axis ? normalize_axis("argpartition", *options.axis, shape.ndim()) : 0;
  const int64_t size = options.axis ? shape[axis] : shape.known() ? shape.elements() : unknown;
  if (size != unknown && (options.kth >= size || options.kth < -size))
    fail<ValueError>("argpartition: kth is ", options.kth, ", but there are ", size, " elements.");
  return argsort(x, {options.axis});
}

}  // namespace ops

}  // namespace cornu
