#include "framework/nn/activation.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

constexpr ActivationDef kActivations[] = {
#define ACTIVATION(name, other, value, doc) \
  {#name, #other, doc, [](const Tensor& x) -> Tensor { return value; }},
#include "layers/activations/activations.def"
#undef ACTIVATION
};

}  // namespace

std::span<const ActivationDef> activations() { return kActivations; }

}  // namespace cornu
