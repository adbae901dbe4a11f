#include "framework/ops/operators.h"

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/runtime/apply.h"

namespace cornu {

Tensor operator_add(const Operand& a, const Operand& b) { return ops::add(a, b); }
Tensor operator_subtract(const Operand& a, const Operand& b) { return ops::subtract(a, b); }
Tensor operator_multiply(const Operand& a, const Operand& b) { return ops::multiply(a, b); }
Tensor operator_divide(const Operand& a, const Operand& b) { return ops::true_divide(a, b); }
Tensor operator_less(const Operand& a, const Operand& b) { return ops::less(a, b); }
Tensor operator_less_equal(const Operand& a, const Operand& b) { return ops::less_equal(a, b); }
Tensor operator_greater(const Operand& a, const Operand& b) { return ops::greater(a, b); }
Tensor operator_greater_equal(const Operand& a, const Operand& b) {
  return ops::greater_equal(a, b);
}
Tensor operator-(const Tensor& x) { return ops::negative(x); }

Tensor Variable::value() const { return Operand(*this).tensor(); }

void Variable::assign(const Tensor& value) const {
  if (!(value.shape() == shape()))
    fail<ShapeError>("assign: the variable ", quote(name()), " is ", spec(), ", the value is ",
                     value.spec(), ".");
  const Tensor converted = ops::cast(value, dtype());
  VariableAccess* access = VariableAccess::current();
  if (access)
    access->assign(*this, converted);
  else
    state().store(converted);
}
void Variable::assign_add(const Tensor& value) const { assign(ops::add(read(*this), value)); }
void Variable::assign_sub(const Tensor& value) const { assign(ops::subtract(read(*this), value)); }

}  // namespace cornu
