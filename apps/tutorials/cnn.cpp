#include <cornu/cornu.h>

#include <iostream>

using namespace cornu;

namespace {

/// A convolutional net for images of 8 x 8 pixels, of operations alone: convolution, relu, max
/// pooling, a dense layer, softmax and cross entropy.
struct Net {
  Variable kernel{random::glorot_uniform({3, 3, 1, 16}), {.name = "kernel"}};
  Variable bias{zeros({16}), {.name = "bias"}};
  Variable W{random::glorot_uniform({256, 10}), {.name = "W"}};
  Variable b{zeros({10}), {.name = "b"}};

  Variables variables() const { return {kernel, bias, W, b}; }
};

/// What the net computes on its way.
struct Values {
  Values(const Net& net, const Tensor& images)
      : z(ops::conv(images, net.kernel, {.padding = "same"}) + net.bias),
        pooled(ops::max_pool(ops::relu(z), {.pool_size = 2})),
        flat(ops::reshape(pooled, {.newshape = {-1, 256}})),
        probabilities(ops::softmax(ops::matmul(flat, net.W) + net.b)) {}

  Tensor z, pooled, flat, probabilities;
};

Tensor loss_of(const Net& net, const Tensor& images, const Tensor& labels) {
  return ops::mean(
      losses::sparse_categorical_crossentropy(labels, Values(net, images).probabilities));
}

/// The gradients of the loss, derived by hand from the end to the beginning.
Tensors backward(const Net& net, const Tensor& images, const Tensor& labels) {
  const Values on(net, images);
  // Of softmax and cross entropy together: what is predicted less what is true.
  const Tensor dlogits = (on.probabilities - ops::one_hot(labels, {.num_classes = 10})) /
                         static_cast<double>(images.shape()[0]);
  // A product hands on the other factor.
  const Tensor dW = ops::matmul(ops::transpose(on.flat), dlogits);
  const Tensor dpooled =
      ops::reshape(ops::matmul(dlogits, ops::transpose(net.W)), {.newshape = {-1, 4, 4, 16}});
  // A maximum hands on to the place that it came from, relu only what it let through.
  const auto spread = [](const Tensor& x) {
    return ops::repeat(ops::repeat(x, {.repeats = 2, .axis = 1}), {.repeats = 2, .axis = 2});
  };
  const Tensor taken = ops::logical_and(on.z > 0, ops::equal(on.z, spread(on.pooled)));
  const Tensor dz = ops::where(taken, spread(dpooled), 0);
  // Each place of the kernel saw the image shifted by it.
  const Tensor padded = ops::pad(images, {.pad_width = {{0, 0}, {1, 1}, {1, 1}, {0, 0}}});
  Tensors places;
  for (int64_t i = 0; i < 3; ++i)
    for (int64_t j = 0; j < 3; ++j)
      places.push_back(
          ops::sum(padded.slice({all, {i, i + 8}, {j, j + 8}}) * dz, {.axis = {0, 1, 2}}));
  return {ops::reshape(ops::stack(places), {.newshape = {3, 3, 1, 16}}),
          ops::sum(dz, {.axis = {0, 1, 2}}), dW, ops::sum(dlogits, {.axis = 0})};
}

}  // namespace

/// Trains it on the bundled digits, with the gradients that a tape finds; they are those above.
int main() {
  set_random_seed(1);
  const Net net;
  // Noise, where no two places are alike: a maximum has one origin.
  const Tensor noise = random::uniform({32, 8, 8, 1}), any = random::randint({32}, 0, 10);
  GradientTape tape;
  const Tensors found = tape.gradient(loss_of(net, noise, any), net.variables());
  const Tensors derived = backward(net, noise, any);
  for (size_t i = 0; i < found.size(); ++i)
    std::cout << std::boolalpha << "gradient of " << net.variables()[i].name() << ": as derived: "
              << ops::allclose(found[i], derived[i], {.atol = 1e-6}).item<bool>() << '\n';

  const auto [train, validation, test] = datasets::digits();
  const auto images_of = [](const Dataset& data) {
    return ops::cast(data.x().single(), DType::f32) / 16;
  };
  const Tensor images = images_of(train), labels = train.y().single();
  const optimizers::Adam adam({.learning_rate = 0.005});
  Function step([&](Tensor x, Tensor y) {
    return adam.minimize([&] { return loss_of(net, x, y); }, net.variables());
  });
  for (int epoch = 0; epoch < 30; ++epoch)
    for (int64_t at = 0; at + 64 <= train.size(); at += 64)
      step(images.slice({{at, at + 64}}), labels.slice({{at, at + 64}}));
  const Tensor predicted = ops::argmax(Values(net, images_of(test)).probabilities, {.axis = -1});
  const Tensor right = ops::cast(ops::equal(predicted, test.y().single()), DType::f32);
  std::cout << "test accuracy: " << ops::mean(right).item<float>() << '\n';
}
