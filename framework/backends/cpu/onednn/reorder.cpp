#include "framework/ops/reorder.h"

#include "framework/backends/cpu/onednn/packed_layout.h"
#include "framework/backends/cpu/onednn/program.h"
#include "framework/base/error.h"

namespace cornu::cpu::onednn {

namespace {

/// The dense order in the axes of the layouts at hand; any will do where there is none.
Descriptor dense_order(const Spec& x, const LayoutRef& from, const LayoutRef& to) {
  for (const LayoutRef& layout : {from, to})
    if (const auto* packed = dynamic_cast<const PackedLayout*>(layout.get()))
      return packed->dense();
  return Descriptor::dense(x.dtype, {x.shape.elements()});
}

bool build(const KernelArgs& args, const Layouts& layouts, Program& program) {
  const LayoutRef from = layouts.in.empty() ? LayoutRef() : layouts.in[0],
                  to = layouts.out.empty() ? LayoutRef() : layouts.out[0];
  const Descriptor dense = dense_order(args.in[0], from, to);
  const PrimitiveRef primitive = make_reorder(descriptor_of(from, dense), descriptor_of(to, dense));
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
