#include <algorithm>
#include <array>

#include "framework/base/error.h"
#include "framework/compiler/pass.h"
#include "framework/compiler/passes/passes.h"

namespace cornu {

namespace {

/// In order. `share` and `prune` clean up after what came before them.
constexpr std::array kPasses = std::to_array<Pass>({
    {"prune", passes::prune},
    {"simplify", passes::simplify},
    {"share", passes::share},
    {"fuse_epilogues", passes::fuse_epilogues},
    {"fuse_bias_gradients", passes::fuse_bias_gradients},
    {"prune_after_epilogues", passes::prune},
    {"fuse_elementwise", passes::fuse_elementwise},
    {"prune_after_fusion", passes::prune},
});

}  // namespace

void run_pipeline(Graph& graph, const PipelineOptions& options) {
  for (const Pass& pass : kPasses) {
    if (std::find(options.disabled.begin(), options.disabled.end(), pass.name) !=
        options.disabled.end())
      continue;
    const bool changed = pass.run(graph);
    try {
      verify(graph);
    } catch (InternalError& error) {
      error.add_place(concat("after the pass ", pass.name));
      throw;
    }
    if (changed && options.dump) options.dump(pass.name, graph);
  }
}

}  // namespace cornu
