#include "framework/runtime/subgraph.h"

namespace cornu::control {

namespace {

/// Of calls that run eagerly: compiled graphs have theirs inlined.
class PreparedCall final : public PreparedKernel {
 public:
  explicit PreparedCall(const KernelArgs& args)
      : body_(compile_subgraph(args.subgraphs[0],
                               args.in.empty() ? args.out[0].device : args.in[0].device)) {}
  void run(Stream&, const Operands& operands) const override {
    body_->run(operands.in, operands.out);
  }

 private:
  Ref<SubgraphProgram> body_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<PreparedCall>(args);
}

}  // namespace

extern constinit const Kernel call_kernel{"control", accept, prepare};

}  // namespace cornu::control
