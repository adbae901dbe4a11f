#include <cornu/cornu.h>

#include <iostream>

using namespace cornu;

namespace {

/// ((a b) + d) / f. By the chain rule its derivatives are b/f, a/f, 1/f and -(ab + d)/f².
Tensor g(const Tensors& x) { return (x[0] * x[1] + x[2]) / x[3]; }

constexpr const char* kNames[] = {"a", "b", "d", "f"};

void print(const char* how, const Tensor& value, const Tensors& derivatives) {
  std::cout << how << ": g = " << value.item<float>();
  for (size_t i = 0; i < 4; ++i)
    std::cout << ", dg/d" << kNames[i] << " = " << derivatives[i].item<float>();
  std::cout << '\n';
}

}  // namespace

/// One function, differentiated in three ways.
int main() {
  const Tensors at = {constant(2.0), constant(3.0), constant(4.0), constant(5.0)};

  // A tape records what is computed and walks back over it: all inputs in one go.
  GradientTape tape;
  for (const Tensor& each : at) tape.watch(each);
  const Tensor value = g(at);
  print("on a tape", value, tape.gradient(value, at));

  // In a graph the derivatives are nodes like all others, behind those of the function.
  Graph graph;
  Tensors inputs, derivatives;
  Tensor result;
  {
    const auto scope = graph.as_default();
    for (const char* name : kNames)
      inputs.push_back(placeholder(DType::f32, {.shape = {}, .name = name}));
    result = g(inputs);
    derivatives = gradients(result, {inputs[0], inputs[1], inputs[2], inputs[3]});
  }
  Feeds feeds;
  for (size_t i = 0; i < 4; ++i) feeds.emplace_back(inputs[i], at[i]);
  Session session(graph);
  print("in a graph", session.run(result, feeds), session.run(derivatives, feeds));

  // Forward mode follows one input on its way through the function: one go for each.
  Tensors forward;
  for (size_t i = 0; i < 4; ++i) {
    Tensors direction(4, constant(0.0));
    direction[i] = constant(1.0);
    forward.push_back(jvp(g, at, direction).second);
  }
  print("forward", value, forward);

  std::cout << '\n' << graph.text();
}
