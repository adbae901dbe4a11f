#include "framework/autodiff/tape.h"
#include "framework/ops/creation.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/scan.h"
#include "framework/runtime/replay.h"

namespace cornu {

/// Runs from the other end. Its carries are the gradients of the carries and, summed up, of the
/// captures; each step runs the forward step again on the saved carries and differentiates it.
Tensors scan_vjp(const VjpArgs& args) {
  const ScanAttrs& attrs = args.as<ScanAttrs>();
  const auto carries = static_cast<size_t>(attrs.carries),
             sequences = static_cast<size_t>(attrs.sequences),
             results = static_cast<size_t>(attrs.results);
  const size_t inputs = args.in.size();
  // Carries always: their gradients reach the others through the steps.
  const auto takes_part = [&](size_t i) {
    return is_floating(args.in[i].dtype()) && (i < carries || args.wanted[i]);
  };
  const auto gradient_of = [&](size_t output) {
    return args.dout[output].defined() ? args.dout[output] : zeros_like(args.out[output]);
  };

  Tensors initial, cut;
  std::vector<size_t> carried;  // the inputs whose gradients are carried: carries, then captures
  for (size_t i = 0; i < inputs; ++i) {
    if (!takes_part(i) || (i >= carries && i < carries + sequences)) continue;
    carried.push_back(i);
    initial.push_back(i < carries ? gradient_of(i) : zeros_like(args.in[i]));
  }
  for (size_t i = 0; i < carries; ++i) cut.push_back(args.out[carries + results + i]);
  for (size_t i = 0; i < sequences; ++i) cut.push_back(args.in[carries + i]);
  std::vector<size_t> seeded;  // the results that have gradients
  for (size_t i = 0; i < results; ++i)
    if (args.dout[carries + i].defined()) {
      seeded.push_back(i);
      cut.push_back(args.dout[carries + i]);
    }

  std::vector<size_t> saved;  // the carries that were kept and have gradients as such
  for (size_t i = 0; i < carries; ++i)
    if (const Tensor& gradient = args.dout[carries + results + i];
        gradient.defined() && takes_part(i)) {
      saved.push_back(i);
      cut.push_back(gradient);
    }

  const auto body = [&](const Tensors& state, const Tensors& in) {
    GradientTape tape({.persistent = false, .watch_accessed_variables = false});
    Tensors step(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(carries + sequences));
    step.insert(step.end(), args.in.begin() + static_cast<std::ptrdiff_t>(carries + sequences),
                args.in.end());
    std::vector<Source> sources;
    for (size_t i = 0; i < inputs; ++i) {
      if (!takes_part(i)) continue;
      tape.watch(step[i]);
      sources.emplace_back(step[i]);
    }
    const Tensors out = replay(*args.subgraphs[0], step);
    Tensors targets, seeds;
    for (size_t k = 0; k < carried.size() && carried[k] < carries; ++k) {
      targets.push_back(out[carried[k]]);
      seeds.push_back(state[k]);
    }
    for (size_t k = 0; k < seeded.size(); ++k) {
      targets.push_back(out[carries + seeded[k]]);
      seeds.push_back(in[carries + sequences + k]);
    }
    const Tensors found = tape.gradients(targets, sources, seeds);
    Tensors gradients(inputs);
    for (size_t i = 0, next = 0; i < inputs; ++i)
      if (takes_part(i)) gradients[i] = found[next++];
    for (size_t k = 0; k < saved.size(); ++k) {
      Tensor& g = gradients[saved[k]];
      const Tensor& kept = in[carries + sequences + seeded.size() + k];
      g = g.defined() ? ops::add(g, kept) : kept;
    }
    ops::ScanStep result;
    for (size_t k = 0; k < carried.size(); ++k) {
      const size_t i = carried[k];
      const Tensor& g = gradients[i];
      if (i < carries)
        result.carries.push_back(g.defined() ? g : zeros_like(state[k]));
      else
        result.carries.push_back(g.defined() ? ops::add(state[k], g) : state[k]);
    }
    for (size_t i = carries; i < carries + sequences; ++i)
      if (takes_part(i))
        result.results.push_back(gradients[i].defined() ? gradients[i] : zeros_like(step[i]));
    return result;
  };
  const ops::ScanStep out =
      ops::scan(body, initial, cut, {.length = attrs.length, .reverse = !attrs.reverse});

  Tensors gradients(inputs);
  for (size_t k = 0; k < carried.size(); ++k) gradients[carried[k]] = out.carries[k];
  for (size_t i = carries, next = 0; i < carries + sequences; ++i)
    if (takes_part(i)) gradients[i] = out.results[next++];
  return gradients;
}

}  // namespace cornu
