#pragma once

#include <span>
#include <string>

#include "framework/runtime/kernel.h"

namespace cornu {

/// A kind of device: its memory, its streams, its kernels in order of preference.
class Backend {
 public:
  virtual ~Backend() = default;
  virtual Allocator& allocator(int index) = 0;
  /// The calling thread's stream.
  virtual Stream& stream(int index) = 0;
  virtual std::span<const KernelRow> kernels() const = 0;
  /// Prepares one of its kernels; a backend may put its own queue around it.
  virtual Ref<PreparedKernel> prepare(const Kernel& kernel, const KernelArgs& args,
                                      const Layouts& layouts) {
    return kernel.prepare(args, layouts);
  }
  /// Empty: usable. Else why not.
  virtual std::string unusable() const { return {}; }
  /// What its kernels' results depend on: libraries with their versions, instruction sets.
  virtual std::string describe(int index) const = 0;
};

/// The backend of a device; DeviceError with the reason where it cannot be used.
Backend& backend_of(Device device);
/// Null where this build knows no such device. Each is defined by its backend's folder.
Backend* find_backend(DeviceKind kind);

/// Makes a backend known for a kind of device that this build has none for; tests do. It must
/// outlive all tensors on its devices.
void add_backend(DeviceKind kind, Backend& backend);

/// The kernels for an op on a device, best first.
std::vector<const Kernel*> candidates(const OpDef& def, DeviceKind kind);

/// What the first candidate that takes it offers: layouts, or to run with any.
struct KernelOffers {
  std::vector<Layouts> layouts;
  bool any_layout = false;
};
KernelOffers kernel_offers(const KernelArgs& args, Device device);

/// The first candidate that takes it, for operands in these layouts; an error listing every
/// candidate's reason where none does. Prepared kernels are cached by all that they depend on.
Ref<PreparedKernel> prepare_kernel(const KernelArgs& args, Device device,
                                   const Layouts& layouts = {});

/// Only candidates of this name run on this thread while it lives: tests compare them.
class ForceKernel {
 public:
  explicit ForceKernel(std::string name);
  ~ForceKernel();

 private:
  std::string previous_;
};
bool is_kernel_forced();

}  // namespace cornu
