#include "framework/backends/cpu/converted/converted.h"

namespace cornu::cpu::converted {

extern constinit const Kernel dot_product_attention_kernel = kKernel;

}  // namespace cornu::cpu::converted
