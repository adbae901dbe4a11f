#include <array>

#include "framework/base/error.h"
#include "framework/ops/def.h"
#include "framework/ops/derived_vjp.h"
#include "framework/ops/softmax_cross_entropy.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  CORNU_CHECK(args.in[0].dtype == args.in[2].dtype, "softmax_cross_entropy_grad of ", args.in[0],
              " and ", args.in[2]);
  return {args.in[0]};
}

Tensors decompose(const Tensors& in, const Attrs& attrs) {
  return {derived_vjp(softmax_cross_entropy_def, {in[0], in[1]}, attrs, {in[2]},
                      std::array{true, false})[0]};
}

}  // namespace

constinit const OpDef softmax_cross_entropy_grad_def{
    .name = "softmax_cross_entropy_grad",
    .doc = "Gradient of softmax_cross_entropy with respect to the logits.",
    .inputs = {{"logits", kFloating}, {"labels", kInteger}, {"dy", kFloating}},
    .outputs = {{"dlogits"}},
    .infer = infer,
    .decompose = decompose,
    .kernel_family = "softmax_cross_entropy"};

}  // namespace cornu
