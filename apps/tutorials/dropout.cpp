#include <cornu/cornu.h>

#include <iostream>

using namespace cornu;

/// A hidden layer dropout(sigmoid(W x + b)) learns the exclusive or. While a model is trained,
/// dropout silences some outputs at random, others in each step; when it is used, none.
int main() {
  set_random_seed(1);
  const Tensor x = constant({{0.0, 0.0}, {0.0, 1.0}, {1.0, 0.0}, {1.0, 1.0}});
  const Tensor y = constant({{0.0}, {1.0}, {1.0}, {0.0}});
  const auto inputs = Input({2});
  const auto hidden = layers::Dropout(0.25)(layers::Dense(16, {.activation = "sigmoid"})(inputs));
  const Model features(inputs, hidden);  // the model up to there, on the same weights
  const Model model(inputs, layers::Dense(1, {.activation = "sigmoid"})(hidden));

  const auto heard = [&](const CallOptions& options) {
    return ops::cast(ops::not_equal(features(x, options)[0], 0), DType::i32);
  };
  std::cout << "in training: " << heard({.training = true}) << '\n'
            << "and again:   " << heard({.training = true}) << '\n'
            << "in use:      " << heard({}) << '\n';

  model.compile(
      {.optimizer = optimizers::Adam({.learning_rate = 0.05}), .loss = "binary_crossentropy"});
  model.fit(x, y, {.epochs = 500, .verbose = 0});
  std::cout << "predictions: " << ops::round(model.predict(x)) << '\n';
}
