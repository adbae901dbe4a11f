#include "framework/ops/softmax.h"

#include "framework/backends/cpu/onednn/program.h"

namespace cornu::cpu::onednn {

namespace {

/// The axes of the sum as one, where they are neighbours; else nothing.
std::vector<int64_t> joined_axes(const KernelArgs& args) {
  const std::vector<int64_t> axes =
      args.as<SoftmaxOptions>().axis.normalized(args.def.name, args.in[0].shape.ndim());
  if (axes.empty() || axes.back() - axes.front() + 1 != static_cast<int64_t>(axes.size()))
    return {};
  return axes;
}

bool build(const KernelArgs& args, const Layouts&, Program& program) {
  const Shape& x = args.in[0].shape;
  const std::vector<int64_t> axes = joined_axes(args);
  if (axes.empty()) return false;
  const Extents sizes{x.sub(0, axes.front()).elements(),
                      x.sub(axes.front(), axes.back() + 1).elements(),
                      x.sub(axes.back() + 1).elements()};
  const PrimitiveRef primitive = make_softmax(Descriptor::dense(args.in[0].dtype, sizes), 1, false);
  if (!primitive) return false;
  program.add(primitive, {{Role::src, Place::in(0)}, {Role::dst, Place::out(0)}});
  return true;
}

Why declines(const KernelArgs& args) {
  if (args.def.name == "log_softmax") return "its logarithm is off by 1e-6 where the result is 0";
  if (joined_axes(args).empty()) return "it sums over neighbouring axes only";
  return why_not(args, build);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  Ref<PreparedKernel> kernel =
      prepare_program(args, layouts, 20 * static_cast<double>(args.in[0].shape.elements()), build);
  kernel->may_alias = {{0, 0}};
  return kernel;
}

}  // namespace

extern constinit const Kernel softmax_kernel{"onednn", declines, prepare};

}  // namespace cornu::cpu::onednn
