#include "framework/ops/elementwise.h"

#include <array>

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer_elementwise(const InferArgs& args) {
  const ElementwiseRow& row = *args.def.elementwise;
  Spec out = args.in[0];
  for (size_t i = 1; i < args.in.size(); ++i) {
    CORNU_CHECK(args.in[i].dtype == args.in[i - 1].dtype || (row.id == row_where && i == 1),
                args.def.name, " of ", args.in[i - 1], " and ", args.in[i]);
    if (!broadcast(out.shape, args.in[i].shape, out.shape))
      fail<ShapeError>(args.def.name, ": shapes do not broadcast: ", args.def.inputs[0].name,
                       " is ", args.in[0], ", ", args.def.inputs[i].name, " is ", args.in[i],
                       ".\n  hint: sizes of each axis, from the last, must be equal or 1.");
  }
  out.dtype = elementwise_result_dtype(row.kind, args.in.back().dtype);
  return {out};
}

}  // namespace

namespace ops {

namespace {

/// The share of max's or min's gradient that the operand a gets: ties are split evenly.
Tensor share(const Tensor& a, const Tensor& b, const Tensor& y) {
  return cast(equal(a, y), y.dtype()) / (1.0 + cast(equal(a, b), y.dtype()));
}

using Gradients = Tensors;

#define UNARY(name, Class, module, kind, forward, gradient, ...)                         \
  Gradients name##_vjp([[maybe_unused]] const VjpArgs& args) {                           \
    [[maybe_unused]] const Tensor &x = args.in[0], &y = args.out[0], &dy = args.dout[0]; \
    return {gradient};                                                                   \
  }
#include "framework/ops/unary.def"
#undef UNARY
#define BINARY(name, Class, module, kind, forward, to_a, to_b, ...)                              \
  Gradients name##_vjp([[maybe_unused]] const VjpArgs& args) {                                   \
    [[maybe_unused]] const Tensor &a = args.in[0], &b = args.in[1];                              \
    [[maybe_unused]] const Tensor &y = args.out[0], &dy = args.dout[0];                          \
    return {args.wanted[0] ? Tensor(to_a) : Tensor(), args.wanted[1] ? Tensor(to_b) : Tensor()}; \
  }
#include "framework/ops/binary.def"
#undef BINARY

Gradients where_vjp(const VjpArgs& args) {
  const Tensor &condition = args.in[0], &dy = args.dout[0];
  return {Tensor(), where(condition, dy, 0.0), where(condition, 0.0, dy)};
}

constexpr DTypeSet operand_types(ElementwiseKind kind) {
  if (kind == ElementwiseKind::integer) return kInteger;
  return kind == ElementwiseKind::bits ? kInteger | kBoolean : kAnyDType;
}

constexpr std::array<ElementwiseRow, kElementwiseRows> kRows = {{
#define UNARY(name, Class, module, kind, forward, gradient, lowest, highest, doc) \
  {row_##name, 1, ElementwiseKind::kind, lowest, highest, #forward},
#include "framework/ops/unary.def"
#undef UNARY
#define BINARY(name, Class, module, kind, forward, to_a, to_b, lowest, highest, doc) \
  {row_##name, 2, ElementwiseKind::kind, lowest, highest, #forward},
#include "framework/ops/binary.def"
#undef BINARY
    {row_where, 3, ElementwiseKind::any, -3.0, 3.0, "select(c, a, b)"},
}};

constinit const std::array<OpDef, kElementwiseRows> kDefs = {{
#define UNARY(row_name, Class, module, kind, forward, gradient, lowest, highest, text) \
  {.name = #row_name,                                                                  \
   .doc = text,                                                                        \
   .inputs = {{"x", operand_types(ElementwiseKind::kind)}},                            \
   .infer = infer_elementwise,                                                         \
   .vjp = row_name##_vjp,                                                              \
   .elementwise = &kRows[row_##row_name],                                              \
   .kernel_family = "elementwise"},
#include "framework/ops/unary.def"
#undef UNARY
#define BINARY(row_name, Class, module, kind, forward, to_a, to_b, lowest, highest, text) \
  {.name = #row_name,                                                                     \
   .doc = text,                                                                           \
   .inputs = {{"a", operand_types(ElementwiseKind::kind)},                                \
              {"b", operand_types(ElementwiseKind::kind)}},                               \
   .infer = infer_elementwise,                                                            \
   .vjp = row_name##_vjp,                                                                 \
   .elementwise = &kRows[row_##row_name],                                                 \
   .kernel_family = "elementwise"},
#include "framework/ops/binary.def"
#undef BINARY
    {.name = "where",
     .doc = "a where the condition holds, else b.",
     .inputs = {{"condition", kBoolean}, {"a"}, {"b"}},
     .infer = infer_elementwise,
     .vjp = where_vjp,
     .elementwise = &kRows[row_where],
     .kernel_family = "elementwise"},
}};

template <size_t n>
Tensor apply_row(int row, const Operand* const (&operands)[n]) {
  const OpDef& def = kDefs[static_cast<size_t>(row)];
  const auto symbolic = [](const Operand* operand) { return operand->is_symbolic(); };
  if (std::any_of(operands, operands + n, symbolic)) {
    std::vector<Argument> arguments;
    for (const Operand* operand : operands) arguments.emplace_back(*operand);
    return record_symbolic(def.name, std::move(arguments));
  }
  const DType dtype = elementwise_operand_dtype(def.elementwise->kind, result_type(operands));
  // Where that is refused, the error names an operand as the user gave it.
  const bool fits = def.inputs[0].types & bit(dtype);
  Tensor converted[n];
  const Tensor* in[n];
  for (size_t i = 0; i < n; ++i) {
    const DType wanted = fits ? dtype : operands[i]->dtype();
    in[i] = operands[i]->as_is(wanted);
    if (in[i]) continue;
    converted[i] = operands[i]->as(wanted, device_of(operands));
    in[i] = &converted[i];
  }
  const Tensor out = apply_one(def, in);
  return row == row_sigmoid ? out.with_logits(*in[0]) : out;
}

}  // namespace

#define UNARY(name, ...) \
  Tensor name(const Operand& x) { return apply_row(row_##name, {&x}); }
#include "framework/ops/unary.def"
#undef UNARY
#define BINARY(name, ...) \
  Tensor name(const Operand& a, const Operand& b) { return apply_row(row_##name, {&a, &b}); }
#include "framework/ops/binary.def"
#undef BINARY

Tensor where(const Operand& condition, const Operand& a, const Operand& b) {
  if (any_symbolic(condition, a, b)) return record_symbolic("where", {condition, a, b});
  const Operand operands[] = {condition, a, b};
  const DType dtype = result_type(std::span(operands).subspan(1));
  const Device device = device_of(operands);
  return apply_one(kDefs[row_where], {condition.as(DType::boolean, device), a.as(dtype, device),
                                      b.as(dtype, device)});
}

}  // namespace ops

const OpDef& elementwise_def(int row) { return ops::kDefs[static_cast<size_t>(row)]; }

DType elementwise_operand_dtype(ElementwiseKind kind, DType promoted) {
  switch (kind) {
    case ElementwiseKind::numeric:
      return promoted == DType::boolean ? DType::i32 : promoted;
    case ElementwiseKind::real:
      return to_floating(promoted);
    case ElementwiseKind::wide:
      return promoted == DType::i64 ? DType::f64 : to_floating(promoted);
    case ElementwiseKind::logical:
      return DType::boolean;
    default:
      return promoted;
  }
}

DType elementwise_result_dtype(ElementwiseKind kind, DType operand) {
  const bool test = kind == ElementwiseKind::test || kind == ElementwiseKind::logical;
  return test ? DType::boolean : operand;
}

}  // namespace cornu
