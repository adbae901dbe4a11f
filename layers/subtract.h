#pragma once

#include "layers/merge.h"

namespace cornu::layers {

using SubtractOptions = MergeOptions;

/// The first of two inputs minus the second; they broadcast as those of Add do.
LayerRef Subtract(SubtractOptions options = {});

}  // namespace cornu::layers
