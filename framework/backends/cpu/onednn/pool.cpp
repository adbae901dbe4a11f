#include "framework/ops/pool.h"

#include "framework/backends/cpu/blocked_channels.h"
#include "framework/backends/cpu/onednn/packed_layout.h"
#include "framework/backends/cpu/onednn/program.h"

namespace cornu::cpu::onednn {

namespace {

bool build(const KernelArgs& args, const Layouts& layouts, Program& program) {
  const bool forward = args.def.name == "average_pool";
  const Spec &x = forward ? args.in[0] : args.out[0], &y = forward ? args.out[0] : args.in[0];
  const PoolGeometry geometry = pool_geometry(args.as<PoolAttrs>(), x.shape);
  const LayoutRef in = layout_of(layouts.in, 0), out = layout_of(layouts.out, 0);
  const auto axes = static_cast<size_t>(x.shape.ndim() - 2);
  const PrimitiveRef primitive = (forward ? make_average_pool : make_average_pool_backward)(
      geometry, axes, activations(x, forward ? in : out), activations(y, forward ? out : in));
  if (!primitive) return false;
  program.add(primitive, {{forward ? Role::src : Role::diff_dst, Place::in(0)},
                          {forward ? Role::dst : Role::diff_src, Place::out(0)}});
  return true;
}

/// Of the largest elements the own kernel is faster: see docs/decisions/pooling.md.
Why declines(const KernelArgs& args) {
  if (!args.def.name.starts_with("average")) return "the own kernel is faster";
  return why_not(args, build);
}

/// Channels in blocks or last, which run alike.
std::vector<Layouts> offers(const KernelArgs& args) {
  const int64_t block = preferred_block();
  if (args.in[0].shape[-1] % block != 0) return {{}};
  Layouts blocked{.in = {blocked_channels(args.in[0].shape, block)},
                  .out = {blocked_channels(args.out[0].shape, block)}};
  return {std::move(blocked), {}};
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  const PoolAttrs& attrs = args.as<PoolAttrs>();
  double taps = 1;
  for (const int64_t size : attrs.pool_size) taps *= static_cast<double>(size);
  const bool forward = args.def.name == "average_pool";
  const Spec& y = forward ? args.out[0] : args.in[0];
  return prepare_program(args, layouts, taps * static_cast<double>(y.shape.elements()), build);
}

}  // namespace

extern constinit const Kernel pool_kernel{"onednn", declines, prepare, offers};

}  // namespace cornu::cpu::onednn
