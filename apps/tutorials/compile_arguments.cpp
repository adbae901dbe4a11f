#include <cornu/cornu.h>

#include <iomanip>
#include <iostream>

using namespace cornu;

/// Every argument of compile, on a model whose numbers can be checked by hand: of the two steps of
/// a sequence it makes two outputs, one is 1 at both steps, the other 3.
int main() {
  const auto inputs = Input({2, 1}, {.name = "sequence"});
  const auto one = layers::Dense(1, {.kernel_initializer = "ones", .name = "one"})(inputs);
  const auto three =
      layers::Dense(1, {.kernel_initializer = initializers::Constant(3), .name = "three"})(inputs);
  const Model model(inputs, {one, three});
  model.compile({.optimizer = "rmsprop",
                 // Each output has a loss; the loss of the model is their weighted sum.
                 .loss = {{"one", "mse"}, {"three", "mae"}},
                 .loss_weights = {{"one", 1.0}, {"three", 0.5}},
                 // Metrics count each step once, weighted metrics as much as it weighs.
                 .metrics = {{"one", "mae"}},
                 .weighted_metrics = {{"three", "mae"}},
                 // Weights are given for each step, not only for each sequence.
                 .sample_weight_mode = "temporal"});

  // Both outputs are right at the second step, but only the first counts.
  const Tensor x = ones({1, 2, 1}), weights = constant({{1.0, 0.0}});
  const Tensors y = {constant({{{0.0}, {1.0}}}), constant({{{0.0}, {3.0}}})};
  const Logs logs = model.evaluate(x, y, {.verbose = 0, .sample_weight = {weights, weights}});
  for (const auto& [name, value] : logs) std::cout << name << ": " << value << '\n';

  const History history =
      model.fit(x, y, {.epochs = 100, .verbose = 0, .sample_weight = {weights, weights}});
  std::cout << "loss in epoch 100: " << std::setprecision(2) << history["loss"].back() << '\n';
}
