#include "framework/ops/round.h"

#include <cmath>

#include "framework/ops/operators.h"
#include "framework/ops/public.h"

namespace cornu::ops {

Tensor round_to(const Operand& x, const RoundOptions& options) {
  if (x.is_symbolic()) return record_symbolic("round_to", {x}, options);
  if (options.decimals == 0) return round(x);
  const double scale = std::pow(10.0, static_cast<double>(options.decimals));
  return round(x.tensor() * scale) / scale;
}

}  // namespace cornu::ops
