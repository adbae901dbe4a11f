#include "framework/autodiff/transforms.h"

#include <memory>

#include "framework/base/error.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

constexpr TapeOptions kOnlyWatched{.persistent = false, .watch_accessed_variables = false};
constexpr TapeOptions kAgain{.persistent = true, .watch_accessed_variables = false};

std::vector<Source> watch_all(GradientTape& tape, const Tensors& x) {
  std::vector<Source> sources;
  for (const Tensor& tensor : x) {
    tape.watch(tensor);
    sources.emplace_back(tensor);
  }
  return sources;
}

Tensors or_zeros(Tensors gradients, const Tensors& x) {
  for (size_t i = 0; i < x.size(); ++i)
    if (!gradients[i].defined()) gradients[i] = zeros_like(x[i]);
  return gradients;
}

TensorsMap of_list(const TensorMap& f) {
  return [&f](const Tensors& x) { return f(x[0]); };
}

void check_tangents(std::string_view what, const std::vector<Spec>& x, const Tensors& tangents) {
  if (x.size() != tangents.size())
    fail<ValueError>(what, ": ", tangents.size(), " directions for ", x.size(), " values.");
  for (size_t i = 0; i < x.size(); ++i)
    if (!(tangents[i].shape() == x[i].shape))
      fail<ShapeError>(what, ": the direction of ", x[i], " is ", tangents[i].spec(), ".");
}

std::vector<Spec> specs_of(const Tensors& x) {
  std::vector<Spec> specs;
  for (const Tensor& tensor : x) specs.push_back(tensor.spec());
  return specs;
}

/// The gradient is linear in its seed: the gradient of that map, seeded by the tangents, is the
/// derivative along them.
Tensor along(GradientTape& tape, const Tensor& y, const std::vector<Source>& sources,
             const Tensors& tangents) {
  const Tensor seed = zeros_like(y);
  GradientTape outer(kOnlyWatched);
  outer.watch(seed);
  const Tensors gradients = tape.gradients({y}, sources, {seed});
  Tensors targets, directions;
  for (size_t i = 0; i < gradients.size(); ++i)
    if (gradients[i].defined()) {
      targets.push_back(gradients[i]);
      directions.push_back(tangents[i]);
    }
  return or_zeros(outer.gradients(targets, {seed}, directions), {y})[0];
}

}  // namespace

std::pair<Tensor, Tensors> value_and_grad(const TensorsMap& f, const Tensors& x) {
  GradientTape tape(kOnlyWatched);
  const std::vector<Source> sources = watch_all(tape, x);
  const Tensor y = f(x);
  return {y, or_zeros(tape.gradients({y}, sources), x)};
}

std::pair<Tensor, Tensor> value_and_grad(const TensorMap& f, const Tensor& x) {
  const auto [y, gradients] = value_and_grad(of_list(f), Tensors{x});
  return {y, gradients[0]};
}

std::pair<Tensor, TensorMap> vjp(const TensorMap& f, const Tensor& x) {
  const auto tape = std::make_shared<GradientTape>(kAgain);
  tape->watch(x);
  const Tensor y = f(x);
  tape->stop();
  return {y, [tape, x, y](const Tensor& weights) {
            return or_zeros(tape->gradients({y}, {x}, {weights}), {x})[0];
          }};
}

std::pair<Tensor, Tensor> jvp(const TensorsMap& f, const Tensors& x, const Tensors& tangents) {
  check_tangents("jvp", specs_of(x), tangents);
  GradientTape tape(kOnlyWatched);
  const std::vector<Source> sources = watch_all(tape, x);
  const Tensor y = f(x);
  return {y, along(tape, y, sources, tangents)};
}

std::pair<Tensor, Tensor> jvp(const TensorMap& f, const Tensor& x, const Tensor& tangent) {
  return jvp(of_list(f), Tensors{x}, Tensors{tangent});
}

Tensor jacobian(const TensorMap& f, const Tensor& x) {
  GradientTape tape(kOnlyWatched);
  tape.watch(x);
  return tape.jacobian(f(x), x);
}

Tensor batch_jacobian(const TensorMap& f, const Tensor& x) {
  GradientTape tape(kOnlyWatched);
  tape.watch(x);
  return tape.batch_jacobian(f(x), x);
}

Tensor hessian(const TensorMap& f, const Tensor& x) {
  return jacobian([&](const Tensor& at) { return value_and_grad(f, at).second; }, x);
}

Tensors hvp(const TensorsMap& f, const Tensors& x, const Tensors& directions) {
  check_tangents("hvp", specs_of(x), directions);
  GradientTape tape(kOnlyWatched);
  const std::vector<Source> sources = watch_all(tape, x);
  const Tensors gradients = value_and_grad(f, x).second;
  return or_zeros(tape.gradients(gradients, sources, directions), x);
}

Tensor hvp(const TensorMap& f, const Tensor& x, const Tensor& direction) {
  return hvp(of_list(f), Tensors{x}, Tensors{direction})[0];
}

ForwardAccumulator::ForwardAccumulator(const Source& primal, const Tensor& tangent)
    : ForwardAccumulator(std::vector<Source>{primal}, Tensors{tangent}) {}

ForwardAccumulator::ForwardAccumulator(const std::vector<Source>& primals, const Tensors& tangents)
    : tape_(kAgain), primals_(primals), tangents_(tangents) {
  std::vector<Spec> specs;
  for (const Source& primal : primals_) {
    const bool is_variable = primal.variable().defined();
    specs.push_back(is_variable ? primal.variable().spec() : primal.tensor().spec());
    if (is_variable)
      tape_.watch(primal.variable());
    else
      tape_.watch(primal.tensor());
  }
  check_tangents("ForwardAccumulator", specs, tangents_);
}

Tensor ForwardAccumulator::jvp(const Tensor& target) {
  return along(tape_, target, primals_, tangents_);
}

}  // namespace cornu
