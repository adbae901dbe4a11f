#include "framework/backends/cpu/converted/converted.h"

namespace cornu::cpu::converted {

extern constinit const Kernel scatter_along_axis_kernel = kKernel;

}  // namespace cornu::cpu::converted
