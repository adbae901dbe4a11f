#include <cornu/cornu.h>

#include <iostream>

using namespace cornu;

/// One neuron learns to tell whether one of two inputs is on: sigmoid(x·W + b).
int main() {
  const Tensor x = constant({{0.0, 0.0}, {0.0, 1.0}, {1.0, 0.0}, {1.0, 1.0}});
  const Tensor y = constant({{0.0}, {1.0}, {1.0}, {1.0}});
  const Variable W(zeros({2, 1}), {.name = "W"}), b(zeros({1}), {.name = "b"});
  const auto predict = [&](const Tensor& inputs) {
    return ops::sigmoid(ops::matmul(inputs, W) + b);
  };
  const auto loss_of = [&] { return ops::mean(ops::square(y - predict(x))); };

  // The tape knows how each operation is differentiated.
  GradientTape tape;
  const Tensor loss = loss_of();
  const Tensors gradients = tape.gradient(loss, {W, b});
  std::cout << "prediction: " << predict(x) << '\n'
            << "loss: " << loss << '\n'
            << "its gradient by W: " << gradients[0] << '\n'
            << "its gradient by b: " << gradients[1] << '\n';

  // The same by hand: (y - p)² by p is 2 (p - y), and the sigmoid's derivative is p (1 - p).
  const Tensor p = predict(x), dz = 2 * (p - y) * p * (1 - p) / 4;
  std::cout << "by hand: " << ops::matmul(ops::transpose(x), dz) << '\n'
            << "         " << ops::sum(dz, {.axis = 0}) << '\n';

  // Steps against the gradient, compiled into one program.
  Function step([&](Tensor rate) {
    GradientTape inner;
    const Tensor now = loss_of();
    const Tensors by = inner.gradient(now, {W, b});
    W.assign_sub(rate * by[0]);
    b.assign_sub(rate * by[1]);
    return now;
  });
  for (int i = 0; i < 500; ++i) step(constant(4.0));
  std::cout << "after 500 steps: " << (predict(x) > 0.5) << '\n';
}
