#pragma once

#include "layers/merge.h"

namespace cornu::layers {

using AddOptions = MergeOptions;

/// The sum of its inputs, which broadcast; those with fewer axes get new ones behind the batch's.
LayerRef Add(AddOptions options = {});

}  // namespace cornu::layers
