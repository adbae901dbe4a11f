#include "framework/ops/foreach.h"

#include <vector>

#include "framework/backends/reference/element.h"
#include "framework/backends/reference/evaluate.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const ForeachAttrs& attrs = args.as<ForeachAttrs>();
  const auto scalars = static_cast<size_t>(attrs.scalars);
  const size_t tensors = attrs.tensors(args.in.size());
  const size_t inputs = scalars + static_cast<size_t>(attrs.roles);
  with_compute(attrs.program.compute, [&]<class C>(C) {
    std::vector<C> registers(inputs + attrs.program.size());
    for (size_t j = 0; j < tensors; ++j) {
      const int64_t count = args.in[scalars + j].shape.elements();
      for (int64_t e = 0; e < count; ++e) {
        for (size_t i = 0; i < inputs; ++i) {
          const size_t operand = i < scalars ? i : scalars + (i - scalars) * tensors + j;
          registers[i] = load<C>(args.in[operand].dtype, operands.in[operand], i < scalars ? 0 : e);
        }
        run_instructions(attrs.program, inputs, registers.data());
        for (size_t k = 0; k < attrs.program.results.size(); ++k)
          store<C>(attrs.program.dtypes[k], operands.out[k * tensors + j], e,
                   registers[static_cast<size_t>(attrs.program.results[k])]);
      }
    }
  });
}

}  // namespace

extern constinit const Kernel foreach_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
