#pragma once

#include "framework/runtime/kernel.h"

/// Small types are storage: an op whose kernels do not know them converts its operands, runs on f32
/// (or i32) and rounds the result, once.
namespace cornu::cpu::converted {

Why declines(const KernelArgs& args);
Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts);

/// Takes f16 and bf16 as f32; bool and integers of 8 and 16 bits as i32; where another kernel of
/// the op takes those.
inline constexpr Kernel kKernel{"converted", declines, prepare};

}  // namespace cornu::cpu::converted
