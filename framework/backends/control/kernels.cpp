#include "framework/backends/control/kernels.h"

namespace cornu::control {

extern const Kernel scan_kernel, cond_kernel, while_loop_kernel;

std::span<const KernelRow> kernels() {
  static constexpr KernelRow rows[] = {
      {"scan", &scan_kernel}, {"cond", &cond_kernel}, {"while_loop", &while_loop_kernel}};
  return rows;
}

}  // namespace cornu::control
