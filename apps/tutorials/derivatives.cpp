#include <cornu/cornu.h>

#include <iostream>

using namespace cornu;

/// Derivatives of what eager code computes.
int main() {
  const Tensor c = constant(2.0f);
  GradientTape tape;
  tape.watch(c);
  const Tensor f = 4 * c;
  std::cout << "4 c by c: " << tape.gradient(f, c) << '\n';

  for (const float at : {-1.0f, 1.0f, 0.0f}) {
    const Tensor x = constant(at);
    GradientTape steps;
    steps.watch(x);
    const Tensor y = x * x;
    std::cout << "x² at " << at << " by x: " << steps.gradient(y, x).item<float>() << '\n';
  }

  // Two outputs of three inputs: (x₀ x₁, x₁ x₂²).
  const auto h = [](const Tensor& x) { return ops::stack({x[0] * x[1], x[1] * x[2] * x[2]}); };
  const Tensor x = constant({1.0, 2.0, 3.0});

  // Reverse mode takes one output to all inputs: a row of the matrix of derivatives.
  const auto [y, pullback] = vjp(h, x);
  std::cout << "\nh = " << y << '\n'
            << "of output 0: " << pullback(constant({1.0, 0.0})) << '\n'
            << "of output 1: " << pullback(constant({0.0, 1.0})) << '\n';
  // Forward mode takes one input to all outputs: a column of it.
  for (int input = 0; input < 3; ++input) {
    const Tensor direction = ops::one_hot(constant(input), {.num_classes = 3});
    std::cout << "by input " << input << ": " << jvp(h, x, direction).second << '\n';
  }
  std::cout << "all of it: " << jacobian(h, x) << '\n';

  // Derivatives of derivatives, of the sum of both outputs.
  const auto sum = [&](const Tensor& t) { return ops::sum(h(t)); };
  std::cout << "second derivatives: " << hessian(sum, x) << '\n'
            << "in a direction: " << hvp(sum, x, constant({1.0, 1.0, 1.0})) << '\n';
}
