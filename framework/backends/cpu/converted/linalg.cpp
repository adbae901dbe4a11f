#include "framework/backends/cpu/converted/converted.h"

namespace cornu::cpu::converted {

extern constinit const Kernel linalg_kernel = kKernel;

}  // namespace cornu::cpu::converted
