#include "framework/backends/cpu/converted/converted.h"

namespace cornu::cpu::converted {

extern constinit const Kernel segment_reduce_kernel = kKernel;

}  // namespace cornu::cpu::converted
