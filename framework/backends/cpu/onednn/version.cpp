#include "framework/backends/cpu/onednn/version.h"

#include <dnnl.h>

#include "framework/base/strings.h"

namespace cornu::cpu::onednn {

std::string version() {
  const dnnl_version_t& library = *dnnl_version();
  return concat(library.major, '.', library.minor, '.', library.patch);
}

}  // namespace cornu::cpu::onednn
