#pragma once

#include "framework/tensor/tensor_struct.h"

namespace cornu {

/// A batch in the structure that the user gave it.
struct StepInputs {
  TensorStruct x, y, sample_weight;
};

}  // namespace cornu
