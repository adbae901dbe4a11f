#include "framework/backends/control/kernels.h"

namespace cornu::control {

extern const Kernel call_kernel, scan_kernel, cond_kernel, while_loop_kernel;

std::span<const KernelRow> kernels() {
  static constexpr KernelRow rows[] = {{"call", &call_kernel},
                                       {"scan", &scan_kernel},
                                       {"cond", &cond_kernel},
                                       {"while_loop", &while_loop_kernel}};
  return rows;
}

}  // namespace cornu::control
