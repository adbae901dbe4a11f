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
  const PoolAttrs& attrs = args.as<PoolAttrs>();
  const Shape shape = pooled_shape("max_pool", x, attrs);
  return {{x.dtype, shape, x.device}, {window_index_dtype(attrs), shape, x.device}};
}

Tensors vjp(const VjpArgs& args) {
  return {apply_one(max_pool_grad_def, {args.dout[0], args.out[1]},
                    with_sizes(args.as<PoolAttrs>(), args.in[0].shape()))};
}

}  // namespace

constinit const OpDef max_pool_def{.name = "max_pool",
                                   .doc = "The largest element of each window, channels last.",
                                   .inputs = {{"x", kFloating}},
                                   .outputs = {{"y"}, {"index", true}},
                                   .attrs = attrs_of<PoolAttrs>,
                                   .infer = infer,
                                   .vjp = vjp,
                                   .kernel_family = "pool"};

namespace ops {

Tensor max_pool(const Operand& inputs, const PoolOptions& options) {
  if (inputs.is_symbolic()) return record_symbolic("max_pool", {inputs}, options);
  const Tensor x = inputs.as(to_floating(inputs.tensor().dtype()));
  if (any_unranked(x)) return defer("max_pool", {x}, options, x.dtype());
  if (options.data_format == DataFormat::channels_first)
    return with_channels_last(x, DataFormat::channels_first, [&](const Tensor& last) {
      auto others = options;
      others.data_format = {};
      return max_pool(last, others);
    });
  return apply(max_pool_def, {x}, pool_attrs("max_pool", x, options))[0];
}

}  // namespace ops

}  // namespace cornu
