#include "framework/ops/def.h"
#include "framework/ops/random_def.h"

namespace cornu {

constinit const OpDef random_bits_def{.name = "random_bits",
                                      .doc = "Words of a key's stream.",
                                      .inputs = {{"key", bit(DType::u32)}},
                                      .attrs = attrs_of<RandomAttrs>,
                                      .infer = infer_random,
                                      .no_gradient = "its values depend on nothing but a key",
                                      .kernel_family = "random"};

}  // namespace cornu
