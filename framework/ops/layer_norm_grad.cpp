#include "framework/ops/layer_norm.h"

#include <array>

#include "framework/base/error.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/derived_vjp.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  CORNU_CHECK(args.in[0].shape.ndim() == args.in[2].shape.ndim(), "layer_norm_grad of ", args.in[0],
              " and ", args.in[2]);
  return {args.in[0], args.in[1], args.in[1]};
}

/// The statistics follow from x: what depends on them reaches x through the forward's own
/// composition.
Tensors decompose(const Tensors& in, const Attrs& attrs) {
  const Tensor &x = in[0], &gamma = in[1], &dy = in[2], beta = zeros_like(gamma);
  return derived_vjp(layer_norm_def, {x, gamma, beta}, attrs, {dy}, std::array{true, true, true});
}

}  // namespace

constinit const OpDef layer_norm_grad_def{.name = "layer_norm_grad",
                                          .doc = "Gradient of layer_norm.",
                                          .inputs = {{"x", kFloating},
                                                     {"gamma", kFloating},
                                                     {"dy", kFloating},
                                                     {"mean", kFloating},
                                                     {"inverse_deviation", kFloating}},
                                          .outputs = {{"dx"}, {"dgamma"}, {"dbeta"}},
                                          .attrs = attrs_of<LayerNormAttrs>,
                                          .infer = infer,
                                          .decompose = decompose,
                                          .kernel_family = "layer_norm"};

}  // namespace cornu
