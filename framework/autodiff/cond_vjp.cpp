#include "framework/autodiff/tape.h"
#include "framework/ops/cond.h"
#include "framework/ops/creation.h"
#include "framework/runtime/replay.h"

namespace cornu {

Tensors cond_vjp(const VjpArgs& args) {
  std::vector<size_t> wanted;
  for (size_t i = 1; i < args.in.size(); ++i)
    if (args.wanted[i]) wanted.push_back(i);
  const auto branch_gradient = [&](const Ref<Graph>& branch) {
    return [&args, &wanted, branch] {
      GradientTape tape({.persistent = false, .watch_accessed_variables = false});
      std::vector<Source> sources;
      for (const size_t i : wanted) {
        tape.watch(args.in[i]);
        sources.emplace_back(args.in[i]);
      }
      const Tensors out = replay(*branch, {args.in.begin() + 1, args.in.end()});
      Tensors targets, seeds;
      for (size_t i = 0; i < out.size(); ++i)
        if (args.dout[i].defined()) {
          targets.push_back(out[i]);
          seeds.push_back(args.dout[i]);
        }
      Tensors gradients = tape.gradients(targets, sources, seeds);
      for (size_t k = 0; k < wanted.size(); ++k)
        if (!gradients[k].defined()) gradients[k] = zeros_like(args.in[wanted[k]]);
      return gradients;
    };
  };
  const Tensors found =
      ops::cond(args.in[0], branch_gradient(args.subgraphs[0]), branch_gradient(args.subgraphs[1]));
  Tensors gradients(args.in.size());
  for (size_t k = 0; k < wanted.size(); ++k) gradients[wanted[k]] = found[k];
  return gradients;
}

}  // namespace cornu
