#pragma once

#include "layers/merge.h"

namespace cornu::layers {

using MinimumOptions = MergeOptions;

/// The smallest of its inputs, element by element; they broadcast as those of Add do. What is
/// masked does not take part where another input is not.
LayerRef Minimum(MinimumOptions options = {});

}  // namespace cornu::layers
