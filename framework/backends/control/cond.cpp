#include "framework/ops/cond.h"

#include "framework/runtime/subgraph.h"

namespace cornu::control {

namespace {

class PreparedCond final : public PreparedKernel {
 public:
  explicit PreparedCond(const KernelArgs& args)
      : yes_(compile_subgraph(args.subgraphs[0], args.in[0].device)),
        no_(compile_subgraph(args.subgraphs[1], args.in[0].device)) {}

  void run(Stream&, const Operands& operands) const override {
    (*operands.input<bool>(0) ? yes_ : no_)->run(operands.in + 1, operands.out);
  }

 private:
  Ref<SubgraphProgram> yes_, no_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<PreparedCond>(args);
}

}  // namespace

extern constinit const Kernel cond_kernel{"control", accept, prepare};

}  // namespace cornu::control
