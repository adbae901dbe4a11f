#pragma once

#include "layers/merge.h"

namespace cornu::layers {

using MultiplyOptions = MergeOptions;

/// The product of its inputs, which broadcast as those of Add do. A masked factor counts as 1.
LayerRef Multiply(MultiplyOptions options = {});

}  // namespace cornu::layers
