#include "framework/ops/transpose.h"

#include <numeric>
#include <set>

#include "framework/base/error.h"
#include "framework/ops/def.h"
#include "framework/ops/deferred.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

std::vector<int64_t> permutation(const TransposeOptions& options, int64_t ndim) {
  std::vector<int64_t> axes(static_cast<size_t>(ndim));
  if (!options.axes) {
    std::iota(axes.rbegin(), axes.rend(), int64_t{0});
    return axes;
  }
  const std::vector<int64_t>& given = *options.axes;
  axes.clear();
  for (const int64_t axis : given) axes.push_back(normalize_axis("transpose", axis, ndim));
  const std::set<int64_t> named(axes.begin(), axes.end());
  if (given.size() != named.size() || static_cast<int64_t>(named.size()) != ndim)
    fail<ValueError>("transpose: axes [", join(given), "] do not name each of ", ndim,
                     " axes once.");
  return axes;
}

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  const TransposeOptions& options = args.as<TransposeOptions>();
  Shape out;
  if (!x.shape.ranked() && !options.axes) return {x};
  const int64_t ndim =
      x.shape.ranked() ? x.shape.ndim() : static_cast<int64_t>(options.axes->size());
  for (const int64_t axis : permutation(options, ndim))
    out.push_back(x.shape.ranked() ? x.shape[axis] : unknown);
  return {{x.dtype, out, x.device}};
}

Tensors vjp(const VjpArgs& args) {
  const std::vector<int64_t> axes = permutation(args.as<TransposeOptions>(), args.in[0].ndim());
  std::vector<int64_t> inverse(axes.size());
  for (size_t i = 0; i < axes.size(); ++i)
    inverse[static_cast<size_t>(axes[i])] = static_cast<int64_t>(i);
  return {ops::transpose(args.dout[0], {.axes = inverse})};
}

}  // namespace

constinit const OpDef transpose_def{.name = "transpose",
                                    .doc = "Axes in another order.",
                                    .inputs = {{"x"}},
                                    .attrs = attrs_of<TransposeOptions>,
                                    .infer = infer,
                                    .vjp = vjp};

namespace ops {

Tensor transpose(const Operand& x, const TransposeOptions& options) {
  if (x.is_symbolic()) return record_symbolic("transpose", {x}, options);
  return apply_one(transpose_def, {x.tensor()}, options);
}

Tensor swapaxes(const Operand& x, const SwapaxesOptions& options) {
  if (x.is_symbolic()) return record_symbolic("swapaxes", {x}, options);
  const Tensor tensor = x.tensor();
  if (any_unranked(x)) return defer("swapaxes", {x}, options, tensor.dtype());
  const int64_t ndim = tensor.ndim();
  std::vector<int64_t> axes(static_cast<size_t>(ndim));
  std::iota(axes.begin(), axes.end(), int64_t{0});
  std::swap(axes[static_cast<size_t>(normalize_axis("swapaxes", options.axis1, ndim))],
            axes[static_cast<size_t>(normalize_axis("swapaxes", options.axis2, ndim))]);
  return transpose(tensor, {.axes = axes});
}

}  // namespace ops

}  // namespace cornu
