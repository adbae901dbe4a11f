#pragma once

#include "framework/model/model.h"

namespace cornu {

struct CheckGradientsOptions {
  TensorStruct sample_weight = {};
  bool training = true;     ///< With dropout and batch statistics, the same in each evaluation.
  double tolerance = 0.02;  ///< Of the larger of the two slopes.
};

/// Compares the gradient of the compiled loss with differences of the loss itself, for each
/// trainable weight: along its gradient and along some of its elements. The model does not change.
/// Layers are meant whose gradients are what their `call` computes: behind `stop_gradient` or at
/// the kink of a function the two differ.
///
/// ValueError naming layer and weight where they disagree by more than the tolerance and what
/// rounding explains.
void check_gradients(const Model& model, const TensorStruct& x, const TensorStruct& y,
                     const CheckGradientsOptions& options = {});

}  // namespace cornu
