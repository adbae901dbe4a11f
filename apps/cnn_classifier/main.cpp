#include <cornu/cornu.h>

#include <algorithm>
#include <iomanip>
#include <iostream>

using namespace cornu;

namespace {

Model make_model() {
  auto inputs = Input({8, 8, 1});
  auto x = layers::Rescaling(1.0 / 16)(inputs);
  x = layers::Conv2D(32, 3, {.padding = "same", .activation = "relu"})(x);
  x = layers::Conv2D(64, 3, {.padding = "same", .activation = "relu"})(x);
  x = layers::MaxPooling2D(2)(x);
  x = layers::Dropout(0.25)(x);
  x = layers::Dense(128, {.activation = "relu"})(layers::Flatten()(x));
  x = layers::Dropout(0.5)(x);
  auto outputs = layers::Dense(10, {.activation = "softmax"})(x);
  return Model(inputs, outputs, {.name = "digits_cnn"});
}

/// Prints how often each digit (rows) was taken for which (columns).
void print_confusion(const std::vector<int64_t>& labels, const std::vector<int64_t>& predicted) {
  std::vector<std::vector<int>> counts(10, std::vector<int>(10));
  for (size_t i = 0; i < labels.size(); ++i)
    ++counts[static_cast<size_t>(labels[i])][static_cast<size_t>(predicted[i])];
  for (const auto& row : counts) {
    for (const int count : row) std::cout << std::setw(4) << count;
    std::cout << '\n';
  }
}

/// Prints one image in shades, and the three digits it looks most like.
void print_prediction(const Tensor& image, const Tensor& probabilities) {
  const std::vector<int> pixels = image.to_vector<int>();
  for (size_t i = 0; i < pixels.size(); ++i)
    std::cout << " .:-=+*#%@"[pixels[i] * 9 / 16] << (i % 8 == 7 ? "\n" : "");
  const std::vector<float> shares = probabilities.to_vector<float>();
  std::vector<size_t> order(shares.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return shares[a] > shares[b]; });
  for (size_t i = 0; i < 3; ++i)
    std::cout << order[i] << "  " << std::fixed << std::setprecision(4) << shares[order[i]] << '\n';
}

}  // namespace

/// Trains a convolutional net on the bundled digits and shows what it learned.
int main() {
  const auto [train, validation, test] = datasets::digits();
  Model model = make_model();
  std::cout << model.summary();
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 1e-3}),
                 .loss = "sparse_categorical_crossentropy",
                 .metrics = {"accuracy"}});
  model.fit(
      train,
      {.epochs = 20,
       .batch_size = 32,
       .validation_data = validation,
       .callbacks = {callbacks::EarlyStopping({.patience = 6, .restore_best_weights = true})}});

  const Logs scores = model.evaluate(test);
  std::cout << "test accuracy: " << scores["accuracy"] << "\n\n";
  const Tensor probabilities = model.predict(test.x());
  print_confusion(test.y().single().to_vector<int64_t>(),
                  ops::argmax(probabilities, {.axis = -1}).to_vector<int64_t>());
  std::cout << '\n';
  print_prediction(test.x().single()[0], probabilities[0]);
}
