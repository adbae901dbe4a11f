#pragma once

#include "framework/base/json.h"
#include "framework/tensor/tensor.h"

namespace cornu {

/// Nested lists of numbers as a tensor: float32, or int32 where all of them are integers; booleans
/// and a list of nothing are float32.
Tensor tensor_from_json(const Json& json);

}  // namespace cornu
