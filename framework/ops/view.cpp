#include "framework/ops/view.h"

#include "framework/base/error.h"
#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  const DType dtype = args.as<ViewOptions>().dtype.value_or(x.dtype);
  if ((dtype == DType::boolean) != (x.dtype == DType::boolean))
    fail<DTypeError>("view: the bits of ", x.dtype, " are not read as ", dtype,
                     ".\n  hint: cast converts to and from bool.");
  const auto from = static_cast<int64_t>(size_of(x.dtype)),
             to = static_cast<int64_t>(size_of(dtype));
  Shape shape = x.shape;
  if (from == to || !shape.ranked()) return {{dtype, shape, x.device}};
  if (shape.ndim() == 0)
    fail<ShapeError>("view: a scalar of ", x.dtype, " cannot be read as ", dtype,
                     ", whose elements have another size.");
  int64_t& last = shape[-1];
  if (last == unknown) return {{dtype, shape, x.device}};
  if (last * from % to != 0)
    fail<ShapeError>("view: the last axis of ", x, " has ", last * from,
                     " bytes, no multiple of the ", to, " of ", dtype, ".");
  last = last * from / to;
  return {{dtype, shape, x.device}};
}

}  // namespace

constinit const OpDef view_def{.name = "view",
                               .doc = "The same bits under another element type.",
                               .inputs = {{"x"}},
                               .attrs = attrs_of<ViewOptions>,
                               .infer = infer,
                               .no_gradient = "bits of another type do not change smoothly",
                               .view = true};

Tensor ops::view(const Operand& x, const ViewOptions& options) {
  if (x.is_symbolic()) return record_symbolic("view", {x}, options);
  const Tensor t = x.tensor();
  if (options.dtype.value_or(t.dtype()) == t.dtype())
    return t.with_mask(Tensor()).with_logits(Tensor());
  return apply_one(view_def, {t}, options);
}

}  // namespace cornu
