#include "framework/ops/stop_gradient.h"

#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

constinit const OpDef stop_gradient_def{.name = "stop_gradient",
                                        .doc = "The same values, constant to gradients.",
                                        .inputs = {{"x"}},
                                        .infer = same_as_input,
                                        .vjp = [](const VjpArgs&) -> Tensors { return {Tensor()}; },
                                        .forwards = [](const Attrs&, size_t) { return size_t{0}; }};

namespace ops {

Tensor stop_gradient(const Operand& variable) {
  if (variable.is_symbolic()) return record_symbolic("stop_gradient", {variable});
  return apply_one(stop_gradient_def, {variable.tensor()});
}

}  // namespace ops

}  // namespace cornu
