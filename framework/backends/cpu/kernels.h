#pragma once

#include <span>

#include "framework/runtime/backend.h"

namespace cornu::cpu {

/// The CPU's own kernels, in order of preference for each op.
std::span<const KernelRow> kernels();

Backend& backend();

}  // namespace cornu::cpu
