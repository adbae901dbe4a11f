#include "framework/ops/fused.h"

#include <vector>

#include "framework/backends/reference/element.h"
#include "framework/backends/reference/evaluate.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const FusedProgram& program = args.as<FusedProgram>();
  const Shape& shape = args.out[0].shape;
  const int64_t count = shape.elements();
  with_compute(program.compute, [&]<class C>(C) {
    std::vector<C> registers(args.in.size() + program.size());
    Odometer at(shape);
    for (int64_t i = 0; i < count; ++i, at.next()) {
      for (size_t k = 0; k < args.in.size(); ++k)
        registers[k] = load<C>(args.in[k].dtype, operands.in[k], at.offset_in(args.in[k].shape));
      run_instructions(program, args.in.size(), registers.data());
      for (size_t k = 0; k < program.results.size(); ++k)
        store<C>(args.out[k].dtype, operands.out[k], i,
                 registers[static_cast<size_t>(program.results[k])]);
    }
  });
}

}  // namespace

extern constinit const Kernel fused_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
