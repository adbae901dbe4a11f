#include "framework/ops/reorder.h"

#include "framework/backends/cpu/blocked_channels.h"
#include "framework/backends/cpu/onednn/packed_layout.h"
#include "framework/backends/cpu/onednn/program.h"
#include "framework/base/error.h"

namespace cornu::cpu::onednn {

namespace {

/// Both orders in the axes of the layouts at hand; any axes will do where there is none.
std::pair<Descriptor, Descriptor> orders(const Spec& x, const LayoutRef& from,
                                         const LayoutRef& to) {
  for (const LayoutRef& layout : {from, to}) {
    if (channel_block(layout)) return {activations(x, from), activations(x, to)};
    if (const auto* packed = dynamic_cast<const PackedLayout*>(layout.get()))
      return {weights(from, packed->dense()), weights(to, packed->dense())};
  }
  const Descriptor flat = Descriptor::dense(x.dtype, {x.shape.elements()});
  return {flat, flat};
}

bool build(const KernelArgs& args, const Layouts& layouts, Program& program) {
  const auto [from, to] = orders(args.in[0], layout_of(layouts.in, 0), layout_of(layouts.out, 0));
  const PrimitiveRef primitive = make_reorder(from, to);
  if (!primitive) return false;
  program.add(primitive, {{Role::src, Place::in(0)}, {Role::dst, Place::out(0)}});
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
