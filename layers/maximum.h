#pragma once

#include "layers/merge.h"

namespace cornu::layers {

using MaximumOptions = MergeOptions;

/// The largest of its inputs, element by element; they broadcast as those of Add do. What is masked
/// does not take part where another input is not.
LayerRef Maximum(MaximumOptions options = {});

}  // namespace cornu::layers
