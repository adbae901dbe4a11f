#include "framework/ops/reorder.h"

#include "framework/backends/cpu/blocked_channels.h"
#include "framework/backends/cpu/onednn/packed_layout.h"
#include "framework/backends/cpu/onednn/program.h"
#include "framework/base/error.h"

namespace cornu::cpu::onednn {

namespace {

/// A layout and the dense order, both in the axes that the layout is described in.
struct Order {
  Descriptor packed, dense;

  Order(const Spec& x, const LayoutRef& layout) {
    if (!layout) return;
    if (const auto* weights = dynamic_cast<const PackedLayout*>(layout.get())) {
      packed = weights->descriptor();
      dense = weights->dense();
    } else {
      packed = activations(x, layout);
      dense = activations(x);
    }
  }
  bool defined() const { return packed.defined(); }
};

bool build(const KernelArgs& args, const Layouts& layouts, Program& program) {
  const Spec& x = args.in[0];
  Order from(x, layout_of(layouts.in, 0)), to(x, layout_of(layouts.out, 0));
  if (!from.defined()) {
    const Descriptor flat = Descriptor::dense(x.dtype, {x.shape.elements()});
    from.packed = from.dense = to.defined() ? to.dense : flat;
  }
  if (!to.defined()) to.packed = to.dense = from.dense;
  // Layouts described in different axes meet in the dense order.
  const bool apart = !(from.dense == to.dense);
  const Place source = apart ? program.read(0, from.packed, from.dense) : Place::in(0);
  const PrimitiveRef primitive = make_reorder(apart ? to.dense : from.packed, to.packed);
  if (!primitive) return false;
  program.add(primitive, {{Role::src, source}, {Role::dst, Place::out(0)}});
  return true;
}

Why declines(const KernelArgs& args) { return why_not(args, build); }

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  return prepare_program(args, layouts, 8 * static_cast<double>(args.in[0].shape.elements()),
                         build);
}

}  // namespace

extern constinit const Kernel reorder_kernel{"onednn", declines, prepare};

}  // namespace cornu::cpu::onednn
