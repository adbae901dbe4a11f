#include "framework/backends/cpu/kernels.h"

namespace cornu::cpu {

#define KERNEL(op, library)        \
  namespace library {              \
  extern const Kernel op##_kernel; \
  }
#include "framework/backends/cpu/kernels.def"
#undef KERNEL

std::span<const KernelRow> kernels() {
  static constexpr KernelRow rows[] = {
#define KERNEL(op, library) {#op, &library::op##_kernel},
#include "framework/backends/cpu/kernels.def"
#undef KERNEL
      {"", nullptr}};  // so that an empty list is an array too
  return std::span<const KernelRow>(rows).first(std::size(rows) - 1);
}

}  // namespace cornu::cpu
