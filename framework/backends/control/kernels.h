#pragma once

#include <span>

#include "framework/runtime/kernel.h"

namespace cornu::control {

/// Control flow: kernels that run planned subgraphs. The same on every device that the host drives
/// step by step.
std::span<const KernelRow> kernels();

}  // namespace cornu::control
