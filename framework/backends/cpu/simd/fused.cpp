#include "framework/ops/fused.h"

#include "framework/backends/cpu/simd/program.h"

namespace cornu::cpu::simd {

namespace {

Why declines(const KernelArgs& args) {
  std::vector<DType> dtypes;
  for (const Spec& spec : args.in) dtypes.push_back(spec.dtype);
  return Program::declines(args.as<FusedProgram>(), dtypes);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  return prepare_program(args.as<FusedProgram>(), args, layouts);
}

}  // namespace

extern constinit const Kernel fused_kernel{
    .name = "simd", .declines = declines, .prepare = prepare, .any_layout = true};

}  // namespace cornu::cpu::simd
