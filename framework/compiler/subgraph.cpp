#include "framework/runtime/subgraph.h"

#include "framework/compiler/executable.h"

namespace cornu {

namespace {

class CompiledSubgraph final : public SubgraphProgram {
 public:
  explicit CompiledSubgraph(Ref<Executable> executable) : executable_(std::move(executable)) {}
  void run(const void* const* inputs, void* const* outputs) override {
    executable_->run(inputs, outputs);
  }

 private:
  Ref<Executable> executable_;
};

}  // namespace

Ref<SubgraphProgram> compile_subgraph(const Ref<Graph>& graph, Device device) {
  return make_ref<CompiledSubgraph>(Executable::compile(graph->clone(), device));
}

}  // namespace cornu
