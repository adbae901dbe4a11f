#include "framework/ops/derived_vjp.h"

#include "framework/autodiff/tape.h"

namespace cornu {

Tensors derived_vjp(const OpDef& def, const Tensors& in, const Attrs& attrs, const Tensors& dout,
                    std::span<const bool> wanted) {
  GradientTape tape({.persistent = false, .watch_accessed_variables = false});
  std::vector<Source> sources;
  for (size_t i = 0; i < in.size(); ++i) {
    if (!wanted[i]) continue;
    tape.watch(in[i]);
    sources.emplace_back(in[i]);
  }
  const Tensors out = def.decompose(in, attrs);
  Tensors targets, seeds;
  for (size_t i = 0; i < out.size(); ++i)
    if (i < dout.size() && dout[i].defined() && out[i].defined()) {
      targets.push_back(out[i]);
      seeds.push_back(dout[i]);
    }
  const Tensors found = tape.gradients(targets, sources, seeds);
  Tensors gradients(in.size());
  for (size_t i = 0, next = 0; i < gradients.size(); ++i)
    if (wanted[i]) gradients[i] = found[next++];
  return gradients;
}

}  // namespace cornu
