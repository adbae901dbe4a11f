#include "framework/ops/aliases.h"

#include "framework/ops/complex_parts.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/public.h"

namespace cornu::ops {

#define ALIAS(name, function, ...)                           \
  Tensor name(const Operand& x) {                            \
    if (x.is_symbolic()) return record_symbolic(#name, {x}); \
    return function(x);                                      \
  }
#define ALIAS2(name, function, ...)                                \
  Tensor name(const Operand& a, const Operand& b) {                \
    if (any_symbolic(a, b)) return record_symbolic(#name, {a, b}); \
    return function(a, b);                                         \
  }
#include "framework/ops/aliases.def"
#undef ALIAS
#undef ALIAS2

}  // namespace cornu::ops
