#include "framework/ops/def.h"
#include "framework/ops/deferred.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/linalg.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

/// db solves the transposed system.
Tensors vjp(const VjpArgs& args) {
  const bool swapped = args.as<LinalgAttrs>().transposed;
  const Tensor db = solve_square(args.in[0], args.dout[0], !swapped);
  if (!args.wanted[0]) return {Tensor(), db};
  return {system_gradient(args.out[0], db, swapped), db};
}

}  // namespace

constinit const OpDef solve_def{.name = "solve",
                                .doc = "x of a x = b.",
                                .inputs = {{"a", kFloating}, {"b", kFloating}},
                                .outputs = {{"x"}},
                                .attrs = attrs_of<LinalgAttrs>,
                                .infer = infer_solve,
                                .vjp = vjp,
                                .kernel_family = "linalg"};

Tensor system_gradient(const Tensor& x, const Tensor& db, bool transposed) {
  return -product(transposed ? x : db, transposed ? db : x, false, true);
}

Tensor solve_square(const Tensor& a, const Tensor& b, bool transposed) {
  return apply_one(solve_def, {a, b}, LinalgAttrs{.transposed = transposed});
}

Tensor solve_any(std::string_view op, const Operand& a, const Operand& b, const Attrs& options,
                 Tensor (*matrices)(const Tensor& a, const Tensor& b, const Attrs& options)) {
  const Operand operands[] = {a, b};
  const DType dtype = result_type(operands);
  if (any_unranked(a, b)) return defer(op, {a, b}, options, dtype);
  const Tensor x = a.as(dtype), y = b.as(dtype);
  if (y.ndim() == 0) fail<ShapeError>(op, ": b needs at least 1 axis; it is ", y.spec(), ".");
  check_square(op, x.spec());
  if (y.ndim() != x.ndim() - 1) return matrices(x, y, options);
  const Tensor columns = matrices(x, ops::expand_dims(y, {.axis = -1}), options);
  return ops::squeeze(columns, {.axis = -1});
}

namespace ops {

Tensor solve(const Operand& a, const Operand& b) {
  if (any_symbolic(a, b)) return record_symbolic("solve", {a, b});
  return solve_any("solve", a, b, {}, [](const Tensor& x, const Tensor& y, const Attrs&) {
    return solve_square(x, y, false);
  });
}

Tensor inv(const Operand& x) {
  if (x.is_symbolic()) return record_symbolic("inv", {x});
  const Tensor matrices = x.tensor();
  check_square("inv", matrices.spec());
  if (!knows_sizes(matrices)) return defer("inv", {x}, {}, matrices.dtype());
  return solve_square(matrices, identity(matrices.shape()[-1], matrices), false);
}

}  // namespace ops

}  // namespace cornu
