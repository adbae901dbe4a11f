#include <array>

#include "framework/base/error.h"
#include "framework/ops/ctc_loss.h"
#include "framework/ops/def.h"
#include "framework/ops/derived_vjp.h"

namespace cornu {

namespace {

constexpr DTypeSet kWide = bit(DType::f32) | bit(DType::f64);

std::vector<Spec> infer(const InferArgs& args) {
  CORNU_CHECK(args.in[0].dtype == args.in[4].dtype, "ctc_loss_grad of ", args.in[0], " and ",
              args.in[4]);
  return {args.in[0]};
}

Tensors decompose(const Tensors& in, const Attrs& attrs) {
  return {derived_vjp(ctc_loss_def, {in[0], in[1], in[2], in[3]}, attrs, {in[4]},
                      std::array{true, false, false, false})[0]};
}

}  // namespace

constinit const OpDef ctc_loss_grad_def{.name = "ctc_loss_grad",
                                        .doc = "Gradient of ctc_loss with respect to the logits.",
                                        .inputs = {{"logits", kWide},
                                                   {"labels", bit(DType::i32)},
                                                   {"label_length", bit(DType::i32)},
                                                   {"logit_length", bit(DType::i32)},
                                                   {"dy", kWide}},
                                        .outputs = {{"dlogits"}},
                                        .attrs = attrs_of<CTCLossOptions>,
                                        .infer = infer,
                                        .decompose = decompose,
                                        .kernel_family = "ctc_loss"};

}  // namespace cornu
