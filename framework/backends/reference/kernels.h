#pragma once

#include <span>

#include "framework/runtime/kernel.h"

namespace cornu::reference {

/// The naive kernels, one for every op; the last candidates of the CPU, and the oracle of tests.
std::span<const KernelRow> kernels();

}  // namespace cornu::reference
