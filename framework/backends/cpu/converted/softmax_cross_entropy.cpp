#include "framework/backends/cpu/converted/converted.h"

namespace cornu::cpu::converted {

extern constinit const Kernel softmax_cross_entropy_kernel = kKernel;

}  // namespace cornu::cpu::converted
