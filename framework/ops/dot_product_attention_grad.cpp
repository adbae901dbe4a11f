#include "framework/base/error.h"
#include "framework/ops/def.h"
#include "framework/ops/derived_vjp.h"
#include "framework/ops/dot_product_attention.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  CORNU_CHECK(args.in.size() >= 6 && args.in[3].dtype == args.in[4].dtype,
              "dot_product_attention_grad of ", args.in.size(), " operands");
  return {args.in[0], args.in[1], args.in[2]};
}

Tensors decompose(const Tensors& in, const Attrs& attrs) {
  Tensors forward = {in[0], in[1], in[2]};
  forward.insert(forward.end(), in.begin() + 6, in.end());
  constexpr bool kWanted[] = {true, true, true, false, false};
  Tensors out = derived_vjp(dot_product_attention_def, forward, attrs, {in[4]},
                            std::span(kWanted).first(forward.size()));
  out.resize(3);
  return out;
}

}  // namespace

constinit const OpDef dot_product_attention_grad_def{
    .name = "dot_product_attention_grad",
    .doc = "Gradient of dot_product_attention with respect to query, key and value.",
    .inputs = {{"query", kFloating},
               {"key", kFloating},
               {"value", kFloating},
               {"y", kFloating},
               {"dy", kFloating},
               {"statistics", kFloating},
               {"bias or mask"}},
    .outputs = {{"dquery"}, {"dkey"}, {"dvalue"}},
    .variadic = true,
    .attrs = attrs_of<AttentionAttrs>,
    .infer = infer,
    .decompose = decompose,
    .kernel_family = "dot_product_attention"};

}  // namespace cornu
