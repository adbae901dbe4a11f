#include "framework/ops/def.h"
#include "framework/ops/diagonal.h"
#include "framework/ops/linalg.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

/// As of solve; the other triangle of a gets nothing.
Tensors vjp(const VjpArgs& args) {
  const LinalgAttrs& attrs = args.as<LinalgAttrs>();
  const Tensor db = solve_triangle(args.in[0], args.dout[0], attrs.lower, !attrs.transposed);
  if (!args.wanted[0]) return {Tensor(), db};
  const Tensor da = system_gradient(args.out[0], db, attrs.transposed);
  return {attrs.lower ? ops::tril(da) : ops::triu(da), db};
}

}  // namespace

constinit const OpDef solve_triangular_def{.name = "solve_triangular",
                                           .doc = "x of a x = b, of a triangular a.",
                                           .inputs = {{"a", kFloating}, {"b", kFloating}},
                                           .outputs = {{"x"}},
                                           .attrs = attrs_of<LinalgAttrs>,
                                           .infer = infer_solve,
                                           .vjp = vjp,
                                           .kernel_family = "linalg"};

Tensor solve_triangle(const Tensor& a, const Tensor& b, bool lower, bool transposed) {
  return apply_one(solve_triangular_def, {a, b},
                   LinalgAttrs{.lower = lower, .transposed = transposed});
}

Tensor ops::solve_triangular(const Operand& a, const Operand& b,
                             const SolveTriangularOptions& options) {
  if (any_symbolic(a, b)) return record_symbolic("solve_triangular", {a, b}, options);
  return solve_any("solve_triangular", a, b, options,
                   [](const Tensor& x, const Tensor& y, const Attrs& attrs) {
                     return solve_triangle(x, y, attrs.as<SolveTriangularOptions>().lower, false);
                   });
}

}  // namespace cornu
