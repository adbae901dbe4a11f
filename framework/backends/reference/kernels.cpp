#include "framework/backends/reference/kernels.h"

namespace cornu::reference {

#define KERNEL(op) extern const Kernel op##_kernel;
#include "framework/backends/reference/kernels.def"
#undef KERNEL

std::span<const KernelRow> kernels() {
  static constexpr KernelRow rows[] = {
#define KERNEL(op) {#op, &op##_kernel},
#include "framework/backends/reference/kernels.def"
#undef KERNEL
  };
  return rows;
}

}  // namespace cornu::reference
