#pragma once

#include "framework/autodiff/tape.h"

namespace cornu {

/// The gradients of `target`'s sum with respect to values of the graph that is being built, by the
/// ops recorded in it: `gradients(loss, {x, w})`. A variable stands for the value that it has at
/// this point. An empty Tensor where the target does not depend on the source.
/// Where sizes on the way are unknown they become one node, and are taken when the graph runs; a
/// source that turns out not to matter then gets zeros, and values that a run feeds in the middle
/// of the way do not change the gradients along it.
Tensors gradients(const Tensor& target, const std::vector<Source>& sources);

}  // namespace cornu
