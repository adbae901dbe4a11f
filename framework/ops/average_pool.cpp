#include "framework/ops/channels.h"
#include "framework/ops/def.h"
#include "framework/ops/deferred.h"
#include "framework/ops/pool_def.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  return {{x.dtype, pooled_shape("average_pool", x, args.as<PoolAttrs>()), x.device}};
}

Tensors vjp(const VjpArgs& args) {
  return {apply_one(average_pool_grad_def, {args.dout[0]},
                    with_sizes(args.as<PoolAttrs>(), args.in[0].shape()))};
}

}  // namespace

constinit const OpDef average_pool_def{
    .name = "average_pool",
    .doc = "The mean of each window's elements, padding not counted; channels last.",
    .inputs = {{"x", kFloating}},
    .attrs = attrs_of<PoolAttrs>,
    .infer = infer,
    .vjp = vjp,
    .kernel_family = "pool"};

namespace ops {

Tensor average_pool(const Operand& inputs, const PoolOptions& options) {
  if (inputs.is_symbolic()) return record_symbolic("average_pool", {inputs}, options);
  const Tensor x = inputs.as(to_floating(inputs.tensor().dtype()));
  if (any_unranked(x)) return defer("average_pool", {x}, options, x.dtype());
  if (options.data_format == DataFormat::channels_first)
    return with_channels_last(x, DataFormat::channels_first, [&](const Tensor& last) {
      auto others = options;
      others.data_format = {};
      return average_pool(last, others);
    });
  return apply_one(average_pool_def, {x}, pool_attrs("average_pool", x, options));
}

}  // namespace ops

}  // namespace cornu
