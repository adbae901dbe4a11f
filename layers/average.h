#pragma once

#include "layers/merge.h"

namespace cornu::layers {

using AverageOptions = MergeOptions;

/// The mean of its inputs, which broadcast as those of Add do.
LayerRef Average(AverageOptions options = {});

}  // namespace cornu::layers
