#pragma once

#include "framework/tensor/tensor.h"

namespace cornu {

/// [batch, channels, spatial…] → [batch, spatial…, channels], and back.
Tensor channels_to_last(const Tensor& x);
Tensor channels_to_first(const Tensor& x);

}  // namespace cornu
