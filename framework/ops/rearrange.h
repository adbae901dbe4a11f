#pragma once

#include <string>
#include <utility>
#include <vector>

#include "framework/ops/operand.h"

namespace cornu {

/// Sizes of axes that a pattern names: `{{"h1", 2}}`.
using AxesLengths = std::vector<std::pair<std::string, int64_t>>;

namespace ops {

/// Axes split, moved and merged as a pattern of their names says, einops's way:
/// "b (h h1) (w w1) c -> b h w (c h1 w1)". Of the names in parentheses one may have no length.
Tensor rearrange(const Operand& tensor, const std::string& pattern,
                 const AxesLengths& axes_lengths = {});

}  // namespace ops

}  // namespace cornu
