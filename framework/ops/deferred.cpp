#include "framework/ops/deferred.h"

#include <algorithm>

#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  return {{args.as<DeferredAttrs>().dtype, Shape::unranked(), args.in[0].device}};
}

Tensors expand(const Tensors& in, const Attrs& packed, std::span<const Ref<Graph>>) {
  const DeferredAttrs& attrs = packed.as<DeferredAttrs>();
  const PublicOp& op = public_op(attrs.function);
  CallArguments arguments;
  for (const Tensor& tensor : in) arguments.args.emplace_back(Operand(tensor));
  return op.call(op, arguments, Attrs::from_text(*op.config, attrs.options));
}

}  // namespace

constinit const OpDef deferred_def{.name = "deferred",
                                   .doc = "A public function, called when shapes are known.",
                                   .inputs = {{"operands"}},
                                   .variadic = true,
                                   .attrs = attrs_of<DeferredAttrs>,
                                   .infer = infer,
                                   .expand = expand,
                                   .no_gradient = "its shapes are not known yet"};

Tensor defer(std::string_view function, std::initializer_list<Operand> operands,
             const Attrs& options, DType dtype) {
  Tensors in;
  for (const Operand& operand : operands) in.push_back(operand.tensor());
  return apply_one(deferred_def, std::move(in),
                   DeferredAttrs{std::string(function), options.text(), dtype});
}

}  // namespace cornu
