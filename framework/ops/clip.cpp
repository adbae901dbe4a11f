#include "framework/ops/clip.h"

#include "framework/ops/elementwise.h"
#include "framework/ops/one_pass.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

Tensor replaced(int where_row, const Tensor& x, const Tensor& bound) {
  const Tensor beyond = apply_one(elementwise_def(where_row), {x, bound});
  return apply_one(elementwise_def(row_where), {beyond, bound, x});
}

}  // namespace

Tensor at_least(const Tensor& x, const Tensor& low) { return replaced(row_less, x, low); }
Tensor at_most(const Tensor& x, const Tensor& high) { return replaced(row_greater, x, high); }

namespace ops {

Tensor clip(const Operand& x, const ClipOptions& options) {
  if (x.is_symbolic()) return record_symbolic("clip", {x}, options);
  const DType dtype = x.tensor().dtype() == DType::boolean ? DType::i32 : x.tensor().dtype();
  const Tensor t = x.as(dtype);
  const Device device = t.spec().device;
  const Tensor low = Operand(options.x_min).as(dtype, device),
               high = Operand(options.x_max).as(dtype, device);
  if (runs_alone(t))  // the same values; the gradients differ where x is a bound
    return in_one_pass(t, [&](const Tensor& each) {
      const Tensor below = apply_one(elementwise_def(row_minimum), {each, high});
      return apply_one(elementwise_def(row_maximum), {below, low});
    });
  return at_least(at_most(t, high), low);
}

}  // namespace ops

}  // namespace cornu
