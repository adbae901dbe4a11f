#include "framework/ops/def.h"
#include "framework/ops/random_def.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  check_key(args, 0);
  const Spec &counts = args.in[1], &probabilities = args.in[2];
  CORNU_CHECK(counts == probabilities, "random_binomial of ", counts, " and ", probabilities);
  return {counts};
}

}  // namespace

constinit const OpDef random_binomial_def{
    .name = "random_binomial",
    .doc = "Numbers of successes of trials, from a key.",
    .inputs = {{"key", bit(DType::u32)}, {"counts", kFloating}, {"probabilities", kFloating}},
    .infer = infer,
    .no_gradient = "a number of trials does not change smoothly",
    .kernel_family = "random_variate"};

}  // namespace cornu
