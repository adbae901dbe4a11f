#include "framework/ops/def.h"
#include "framework/ops/random_def.h"

namespace cornu {

constinit const OpDef random_uniform_def{.name = "random_uniform",
                                         .doc = "Numbers spread evenly in [low, high), from a key.",
                                         .inputs = {{"key", bit(DType::u32)}},
                                         .attrs = attrs_of<RandomAttrs>,
                                         .infer = infer_random,
                                         .no_gradient = "its values depend on nothing but a key",
                                         .kernel_family = "random"};

}  // namespace cornu
