#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/sort.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  if (x.shape.ranked()) normalize_axis("argsort", args.as<SortAttrs>().axis, x.shape.ndim());
  return {{DType::i32, x.shape, x.device}};
}

}  // namespace

constinit const OpDef argsort_def{.name = "argsort",
                                  .doc = "Indices that sort along an axis.",
                                  .inputs = {{"x"}},
                                  .attrs = attrs_of<SortAttrs>,
                                  .infer = infer,
                                  .no_gradient = "an index does not change smoothly",
                                  .kernel_family = "sort"};

namespace ops {

Tensor argsort(const Operand& x, const SortOptions& options) {
  if (x.is_symbolic()) return record_symbolic("argsort", {x}, options);
  const Tensor tensor = x.tensor();
  const bool flat = !options.axis || (tensor.shape().ranked() && tensor.ndim() == 0);
  return apply_one(argsort_def, {flat ? reshape(tensor, {.newshape = {-1}}) : tensor},
                   SortAttrs{flat ? 0 : *options.axis});
}

}  // namespace ops

}  // namespace cornu
