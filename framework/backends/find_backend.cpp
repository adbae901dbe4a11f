#include "framework/backends/cpu/kernels.h"
#include "framework/runtime/backend.h"

namespace cornu {

namespace {

/// Backends of kinds that are not built in; set before first use.
Backend* added[kDeviceKindCount] = {};

}  // namespace

void add_backend(DeviceKind kind, Backend& backend) { added[static_cast<size_t>(kind)] = &backend; }

Backend* find_backend(DeviceKind kind) {
  if (kind == DeviceKind::cpu) return &cpu::backend();
  return added[static_cast<size_t>(kind)];
}

}  // namespace cornu
