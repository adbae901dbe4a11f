#include "framework/ops/reorder.h"

#include <cstring>

#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

/// From any layout to any other, through the dense order.
class Reorder final : public PreparedKernel {
 public:
  Reorder(const KernelArgs& args, const Layouts& layouts)
      : bytes_(args.in[0].bytes()),
        element_bytes_(size_of(args.in[0].dtype)),
        from_(layouts.in.empty() ? LayoutRef() : layouts.in[0]),
        to_(layouts.out.empty() ? LayoutRef() : layouts.out[0]) {
    if (from_ && to_) workspace_bytes = bytes_;
  }
  void run(Stream&, const Operands& operands) const override {
    void* dense = to_ && from_ ? operands.workspace : operands.out[0];
    if (from_) from_->unpack(operands.in[0], dense, element_bytes_);
    if (to_)
      to_->pack(from_ ? dense : operands.in[0], operands.out[0], element_bytes_);
    else if (!from_)
      std::memcpy(dense, operands.in[0], bytes_);
  }

 private:
  size_t bytes_, element_bytes_;
  LayoutRef from_, to_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  return make_ref<Reorder>(args, layouts);
}

}  // namespace

extern constinit const Kernel reorder_kernel{"reference", accept, prepare};

}  // namespace cornu::reference
