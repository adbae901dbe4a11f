#include "framework/ops/dot_product_attention.h"

#include <cmath>

#include "framework/base/error.h"
#include "framework/ops/arange.h"
#include "framework/ops/batch_norm.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/derived_vjp.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/matmul.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/repeat.h"
#include "framework/ops/reshape.h"
#include "framework/ops/softmax.h"
#include "framework/ops/transpose.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

constexpr std::string_view kName = "dot_product_attention";

bool differ(int64_t a, int64_t b) { return a != b && a != unknown && b != unknown; }

void check_extra(const char* name, const Spec& extra, const Shape& logits) {
  if (!extra.shape.ranked()) return;
  Shape wide;
  bool fits = extra.shape.ndim() <= 4 && broadcast(extra.shape, logits, wide);
  for (int64_t axis = 0; fits && axis < 4; ++axis) fits = !differ(wide[axis], logits[axis]);
  if (!fits)
    fail<ShapeError>(kName, ": ", name, " is ", extra, "; it must broadcast to ", logits,
                     ", [batch, heads, queries, keys].");
}

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &query = args.in[0], &key = args.in[1], &value = args.in[2];
  const AttentionAttrs& attrs = args.as<AttentionAttrs>();
  CORNU_CHECK(args.in.size() == 3 + size_t{attrs.bias} + size_t{attrs.mask}, kName, " of ",
              args.in.size(), " operands");
  for (size_t i = 0; i < 3; ++i) {
    if (args.in[i].dtype != query.dtype)
      fail<DTypeError>(kName, ": query is ", query, ", ", args.def.inputs[i].name, " is ",
                       args.in[i], ".");
    if (args.in[i].shape.ranked() && args.in[i].shape.ndim() != 4)
      fail<ShapeError>(kName, ": ", args.def.inputs[i].name, " is ", args.in[i],
                       "; it must have 4 axes.\n  hint: [batch, length, heads, size].");
  }
  const DType wide = statistics_dtype(query.dtype);
  if (!query.shape.ranked() || !key.shape.ranked() || !value.shape.ranked())
    return {{query.dtype, Shape::unranked(), query.device}, {wide, Shape::unranked()}};
  const Shape &q = query.shape, &k = key.shape, &v = value.shape;
  if (differ(q[0], k[0]) || differ(q[3], k[3]))
    fail<ShapeError>(kName, ": query is ", query, " and key is ", key,
                     "; batch (axis 0) and size (axis 3) must be equal.");
  if (differ(k[0], v[0]) || differ(k[1], v[1]) || differ(k[2], v[2]))
    fail<ShapeError>(kName, ": key is ", key, " and value is ", value,
                     "; batch, length and heads must be equal.");
  if (q[2] != unknown && k[2] != unknown && (k[2] == 0 ? q[2] != 0 : q[2] % k[2] != 0))
    fail<ShapeError>(kName, ": query has ", q[2], " heads, no multiple of the ", k[2],
                     " of key and value.");
  const Shape logits{q[0], q[2], q[1], k[1]};
  if (attrs.bias) check_extra("bias", args.in[3], logits);
  if (attrs.mask) {
    check_extra("mask", args.in.back(), logits);
    if (args.in.back().dtype != DType::boolean)
      fail<DTypeError>(kName, ": mask is ", args.in.back(),
                       "; it must be bool.\n  hint: what is added to the logits is a bias.");
  }
  return {{query.dtype, {q[0], q[1], q[2], v[3]}, query.device},
          {wide, {q[0], q[2], q[1], 2}, query.device}};
}

Tensors vjp(const VjpArgs& args) {
  const AttentionAttrs& attrs = args.as<AttentionAttrs>();
  // The gradient of a bias is as large as all logits: then they may be there.
  if (attrs.bias && args.wanted[3])
    return derived_vjp(args.def, args.in, args.attrs, {args.dout[0]}, args.wanted);
  Tensors in = {args.in[0], args.in[1], args.in[2], args.out[0], args.dout[0], args.out[1]};
  in.insert(in.end(), args.in.begin() + 3, args.in.end());
  Tensors out = apply(dot_product_attention_grad_def, in, args.attrs);
  out.resize(args.in.size());
  return out;
}

/// [batch, length, heads, size] → [batch, heads, length, size].
Tensor heads_first(const Tensor& x) { return ops::transpose(x, {.axes = {{0, 2, 1, 3}}}); }

/// Attention from other ops, which hold all logits; `cap` 0: none.
Tensor composed(const Tensors& in, const AttentionAttrs& attrs, double cap) {
  const DType wide = statistics_dtype(in[0].dtype());
  const Tensor q = heads_first(ops::cast(in[0], wide));
  Tensor k = heads_first(ops::cast(in[1], wide)), v = heads_first(ops::cast(in[2], wide));
  const int64_t heads = q.shape()[1], key_heads = k.shape()[1];
  if (heads != key_heads && key_heads > 1) {
    k = ops::repeat(k, {.repeats = heads / key_heads, .axis = 1});
    v = ops::repeat(v, {.repeats = heads / key_heads, .axis = 1});
  }
  Tensor logits = ops::matmul(q, ops::swapaxes(k, {-1, -2})) * attrs.scale;
  if (cap != 0) logits = ops::tanh(logits / cap) * cap;
  if (attrs.bias) logits = logits + ops::cast(in[3], wide);
  Tensor seen = attrs.mask ? in.back() : Tensor();
  if (attrs.is_causal) {
    const auto places = [&](int64_t count) {
      return to_device(ops::arange(count), q.spec().device);
    };
    const Tensor before = ops::greater_equal(
        ops::reshape(places(q.shape()[2]), {.newshape = {-1, 1}}), places(k.shape()[2]));
    seen = seen.defined() ? ops::logical_and(seen, before) : before;
  }
  if (seen.defined()) logits = ops::where(seen, logits, kMaskedLogit);
  return ops::cast(heads_first(ops::matmul(ops::softmax(logits), v)), in[0].dtype());
}

Tensors decompose(const Tensors& in, const Attrs& attrs) {
  return {composed(in, attrs.as<AttentionAttrs>(), 0)};
}

}  // namespace

constinit const OpDef dot_product_attention_def{
    .name = "dot_product_attention",
    .doc = "Values weighed by the softmax of products of queries and keys.",
    .inputs = {{"query", kFloating}, {"key", kFloating}, {"value", kFloating}, {"bias or mask"}},
    .outputs = {{"y"}, {.name = "statistics", .auxiliary = true}},
    .variadic = true,
    .attrs = attrs_of<AttentionAttrs>,
    .infer = infer,
    .vjp = vjp,
    .decompose = decompose};

std::array<int64_t, 4> attention_strides(const Shape& operand) {
  std::array<int64_t, 4> strides{};
  int64_t stride = 1;
  for (int64_t axis = operand.ndim() - 1; axis >= 0; --axis) {
    if (operand[axis] != 1) strides[static_cast<size_t>(axis + 4 - operand.ndim())] = stride;
    stride *= operand[axis];
  }
  return strides;
}

Tensor ops::dot_product_attention(const Operand& query, const Operand& key, const Operand& value,
                                  const std::optional<Operand>& bias,
                                  const std::optional<Operand>& mask,
                                  const std::optional<Operand>& scale,
                                  const AttentionOptions& options) {
  CallArguments call{{query, key, value}, {{"bias", bias}, {"mask", mask}, {"scale", scale}}};
  bool symbolic = any_symbolic(query, key, value);
  for (const auto& [name, argument] : call.kwargs) symbolic |= argument.has_symbolic();
  if (symbolic) return record_symbolic_call(public_op(kName), std::move(call), options)[0];

  const Operand operands[] = {query, key, value};
  const DType dtype = to_floating(result_type(operands));
  Tensors in = {query.as(dtype), key.as(dtype), value.as(dtype)};
  const Shape& shape = in[0].shape();
  AttentionAttrs attrs{
      .is_causal = options.is_causal, .bias = bias.has_value(), .mask = mask.has_value()};
  if (scale && scale->is_number()) {
    attrs.scale = scale->real();
  } else if (scale) {
    in[0] = in[0] * scale->as(dtype);
  } else {
    if (!shape.ranked() || (shape.ndim() == 4 && shape[3] == unknown))
      fail<ShapeError>(kName, ": the size of a head is not known: query is ", in[0].spec(),
                       ".\n  hint: say the scale.");
    if (shape.ndim() == 4)
      attrs.scale = 1 / std::sqrt(static_cast<double>(std::max<int64_t>(1, shape[3])));
  }
  if (bias) in.push_back(bias->as(dtype));
  if (mask) in.push_back(mask->tensor());
  if (!options.attn_logits_soft_cap) return apply(dot_product_attention_def, in, attrs)[0];

  const double cap = *options.attn_logits_soft_cap;
  if (!(cap > 0)) fail<ValueError>(kName, ": attn_logits_soft_cap is ", cap, "; it must be > 0.");
  std::vector<Spec> specs;
  for (const Tensor& tensor : in) specs.push_back(tensor.spec());
  infer({dot_product_attention_def, specs, attrs, {}});  // for its errors
  for (size_t i = 0; i < 3; ++i)
    if (!in[i].shape().ranked() || !in[i].shape().sub(1).known())
      fail<ShapeError>(kName, ": with attn_logits_soft_cap the shape must be known but for the ",
                       "batch: ", dot_product_attention_def.inputs[i].name, " is ", in[i].spec(),
                       ".");
  return composed(in, attrs, cap);
}

}  // namespace cornu
