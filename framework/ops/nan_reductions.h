#pragma once

#include "framework/ops/argmax.h"
#include "framework/ops/cumsum.h"
#include "framework/ops/reduce.h"

namespace cornu::ops {

/// Reductions of what is not NaN. Of nothing the sum is 0, the product 1, anything else NaN, and an
/// index -1.
Tensor nansum(const Operand& x, const ReduceOptions& options = {});
Tensor nanprod(const Operand& x, const ReduceOptions& options = {});
Tensor nanmean(const Operand& x, const ReduceOptions& options = {});
Tensor nanvar(const Operand& x, const ReduceOptions& options = {});
Tensor nanstd(const Operand& x, const ReduceOptions& options = {});
Tensor nanmax(const Operand& x, const ReduceOptions& options = {});
Tensor nanmin(const Operand& x, const ReduceOptions& options = {});
Tensor nanargmax(const Operand& x, const ArgmaxOptions& options = {});
Tensor nanargmin(const Operand& x, const ArgmaxOptions& options = {});

/// cumsum with NaN as 0, cumprod with NaN as 1.
Tensor nancumsum(const Operand& x, const CumulativeOptions& options = {});
Tensor nancumprod(const Operand& x, const CumulativeOptions& options = {});

}  // namespace cornu::ops
