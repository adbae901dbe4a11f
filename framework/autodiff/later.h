#pragma once

#include "framework/autodiff/backward.h"

namespace cornu {

/// Whether the shape of something that these ops take or make is unknown.
bool any_unknown(std::span<const OpRecord* const> records);

/// What `backward` does where shapes are unknown: the gradients become one node, which holds the
/// ops as its graph and gives way to the gradients when the shapes are known.
/// `records` lead from sources to targets; every target and source is on the way.
Tensors gradients_later(std::span<const OpRecord* const> records, const Tensors& targets,
                        const Tensors& seeds, const Tensors& sources);

}  // namespace cornu
