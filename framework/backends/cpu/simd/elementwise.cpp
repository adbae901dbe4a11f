#include "framework/ops/elementwise.h"

#include "framework/backends/cpu/simd/program.h"

namespace cornu::cpu::simd {

namespace {

/// Of `where` the branches' type, not the condition's.
FusedProgram program_of(const KernelArgs& args) {
  return program_of_row(args.def.elementwise->id, args.in.back().dtype);
}

Why declines(const KernelArgs& args) {
  const DType dtypes[] = {args.in.back().dtype};
  return Program::declines(program_of(args), dtypes);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  return prepare_program(program_of(args), args, layouts);
}

}  // namespace

extern constinit const Kernel elementwise_kernel{
    .name = "simd", .declines = declines, .prepare = prepare, .any_layout = true};

}  // namespace cornu::cpu::simd
