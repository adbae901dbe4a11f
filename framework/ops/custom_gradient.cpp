#include "framework/ops/custom_gradient.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/runtime/replay.h"
#include "framework/runtime/subgraph.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const auto& attrs = args.as<CustomGradientAttrs>();
  const auto first = args.in.begin() + attrs.arguments;
  return {first, first + attrs.results};
}

size_t result_input(const Attrs& attrs, size_t i) {
  return static_cast<size_t>(attrs.as<CustomGradientAttrs>().arguments) + i;
}

Tensors vjp(const VjpArgs& args) {
  const auto& attrs = args.as<CustomGradientAttrs>();
  const auto first = args.in.begin() + attrs.arguments;
  Tensors operands = args.dout;
  for (size_t i = 0; i < operands.size(); ++i)
    if (!operands[i].defined()) operands[i] = zeros_like(first[static_cast<std::ptrdiff_t>(i)]);
  operands.insert(operands.end(), first + attrs.results, args.in.end());
  const Tensors found = replay(*args.subgraphs[0], operands);
  Tensors gradients(args.in.size());
  for (size_t k = 0; k < found.size(); ++k)
    gradients[static_cast<size_t>(attrs.wanted[k])] = found[k];
  return gradients;
}

void specialise(std::span<const Spec> in, Attrs& packed, std::vector<Ref<Graph>>& subgraphs) {
  subgraphs[0] = specialised(
      subgraphs[0], in.subspan(static_cast<size_t>(packed.as<CustomGradientAttrs>().arguments)));
}

}  // namespace

constinit const OpDef custom_gradient_def{.name = "custom_gradient",
                                          .doc = "Values with a gradient that a user gives.",
                                          .inputs = {{"values"}},
                                          .variadic = true,
                                          .variadic_outputs = true,
                                          .attrs = attrs_of<CustomGradientAttrs>,
                                          .infer = infer,
                                          .vjp = vjp,
                                          .specialise = specialise,
                                          .forwards = result_input};

namespace ops {

namespace {

/// The gradients that there are, checked; `wanted` says of which arguments.
Tensors checked(Tensors gradients, const Tensors& arguments, std::vector<int64_t>& wanted) {
  if (gradients.size() != arguments.size())
    fail<ValueError>("custom_gradient: the gradient returns ", gradients.size(), " tensors for ",
                     arguments.size(), " arguments.");
  Tensors found;
  for (size_t i = 0; i < gradients.size(); ++i) {
    if (!gradients[i].defined()) continue;
    if (!(gradients[i].shape() == arguments[i].shape()))
      fail<ShapeError>("custom_gradient: the gradient of argument ", i, " is ", gradients[i].spec(),
                       ", the argument ", arguments[i].spec(), ".");
    wanted.push_back(static_cast<int64_t>(i));
    found.push_back(std::move(gradients[i]));
  }
  return found;
}

}  // namespace

Tensors custom_gradient(const std::function<CustomResults(const Tensors&)>& function,
                        const Tensors& arguments) {
  for (const Tensor& argument : arguments)
    if (argument.is_symbolic())
      fail<ValueError>(
          "custom_gradient: files have no place for a gradient of one's own.\n  hint: call it in a "
          "layer.");
  CustomResults made = function(arguments);
  if (recorders().empty() && !Tracer::current()) return std::move(made.results);

  std::vector<Spec> upstream;
  for (const Tensor& result : made.results) upstream.push_back(result.spec());
  CustomGradientAttrs attrs{
      static_cast<int64_t>(arguments.size()), static_cast<int64_t>(made.results.size()), {}};
  const Subtrace trace = trace_subgraph(upstream, [&](const Tensors& in) {
    return checked(made.gradient(in), arguments, attrs.wanted);
  });
  if (!trace.assigned.empty())
    fail<ValueError>("custom_gradient: the gradient assigns the variable ",
                     quote(trace.assigned[0].variable.name()), ".");
  Tensors operands = arguments;
  operands.insert(operands.end(), made.results.begin(), made.results.end());
  for (const GraphTracer::Capture& capture : trace.captures) operands.push_back(capture.outer);
  return apply(custom_gradient_def, std::move(operands), attrs, {&trace.graph, 1});
}

}  // namespace ops

}  // namespace cornu
