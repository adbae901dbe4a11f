#include "framework/ops/select.h"

#include "framework/base/error.h"
#include "framework/ops/public.h"
#include "framework/ops/where.h"

namespace cornu::ops {

Tensor select(const OperandList& condlist, const OperandList& choicelist,
              const Operand& otherwise) {
  if (condlist.any_symbolic() || choicelist.any_symbolic() || otherwise.is_symbolic())
    return record_symbolic("select", {condlist, choicelist, otherwise});
  if (condlist.size() != choicelist.size())
    fail<ValueError>("select: there are ", condlist.size(), " conditions and ", choicelist.size(),
                     " choices.");
  if (condlist.empty()) fail<ValueError>("select: there are no conditions.");
  OperandList all = choicelist;
  all.push_back(otherwise);
  Tensors values = all.promoted();
  Tensor chosen = values.back();
  for (size_t i = condlist.size(); i-- > 0;) chosen = where(condlist[i], values[i], chosen);
  return chosen;
}

}  // namespace cornu::ops
