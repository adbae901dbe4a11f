#include "framework/ops/def.h"
#include "framework/ops/random_def.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  check_key(args, 0);
  return {args.in[1]};
}

}  // namespace

constinit const OpDef random_gamma_def{.name = "random_gamma",
                                       .doc = "Numbers of gamma distributions, from a key.",
                                       .inputs = {{"key", bit(DType::u32)}, {"alpha", kFloating}},
                                       .infer = infer,
                                       .no_gradient = "its numbers are drawn and drawn again",
                                       .kernel_family = "random_variate"};

}  // namespace cornu
