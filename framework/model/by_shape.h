#pragma once

#include "framework/nn/loss.h"
#include "framework/nn/metric.h"

namespace cornu {

/// What "crossentropy" and "ce" mean for such labels and predictions; other losses stay.
LossRef loss_by_shape(const LossRef& loss, const Tensor& y_true, const Tensor& y_pred);

/// A metric by name, made anew for one output: "accuracy", "acc", "crossentropy" and "ce" by the
/// shapes. It keeps the name as it was spelled. Objects stay.
MetricRef metric_by_shape(const MetricRef& metric, const Tensor& y_true, const Tensor& y_pred);

}  // namespace cornu
