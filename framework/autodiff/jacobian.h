#pragma once

#include <functional>

#include "framework/tensor/tensor.h"

namespace cornu {

/// What takes a weight for each element of a value to the gradients of their weighted sum.
using Pullback = std::function<Tensors(const Tensor& weights)>;

/// For each tensor that `pullback` gives: the derivatives of each element of y by each of its, y's
/// shape first. The pullback is traced once and run for every element.
Tensors stacked_rows(const Tensor& y, const Pullback& pullback);

/// The same for a batch whose samples do not depend on each other, [batch, y, x]: the pullback runs
/// once for every element of one sample. ShapeError where an axis of samples is missing or differs.
Tensors stacked_batch_rows(const Tensor& y, const Pullback& pullback);

}  // namespace cornu
