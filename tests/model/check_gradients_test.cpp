#include "framework/model/check_gradients.h"

#include <gtest/gtest.h>

#include "framework/nn/input.h"
#include "framework/nn/layer_ref.h"
#include "framework/ops/creation.h"
#include "framework/ops/ops.h"
#include "framework/ops/random.h"
#include "framework/runtime/process.h"
#include "layers/layers.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

/// How far a layer's gradient is from what it computes.
enum class Flaw { none, lost, sign, transposed };

struct FlawedConfig {
  int64_t flaw = 0;
  static void fields(auto& field, auto& config) { field("flaw", config.flaw, "A Flaw."); }
};
class Flawed : public Layer<FlawedConfig> {
 public:
  using Layer::Layer;
  void build(const Shape& input) override {
    kernel_ = add_weight("kernel", {input[-1], input[-1]}, {.initializer = "glorot_uniform"});
  }
  Tensor call(const Tensor& x, const CallContext&) override {
    const Tensor kernel = kernel_.value(), fixed = ops::stop_gradient(kernel);
    const Tensor right = ops::matmul(x, fixed);
    switch (static_cast<Flaw>(config().flaw)) {
      case Flaw::none:
        return ops::matmul(x, kernel);
      case Flaw::lost:
        return right;
      // Their values are x · kernel, their gradients another function's.
      case Flaw::sign:
        return 2.0 * right - ops::matmul(x, kernel);
      case Flaw::transposed: {
        const Tensor other = ops::matmul(x, ops::transpose(kernel));
        return right + other - ops::stop_gradient(other);
      }
    }
    return right;
  }

 private:
  Variable kernel_;
};

Sequential with(Flaw flaw) {
  set_random_seed(3);
  Sequential model({Input({5}), layers::Dense(5, {.activation = "tanh"}),
                    layer<Flawed>({.flaw = static_cast<int64_t>(flaw)}, {.name = "mine"}),
                    layers::Dense(3, {.activation = "softmax"})});
  model.compile({.loss = "categorical_crossentropy"});
  return model;
}

TEST(CheckGradients, NamesTheLayerAndTheWeight) {
  const Tensor x = random::normal({16, 5}, {.seed = 1});
  const Tensor y = ops::softmax(random::normal({16, 3}, {.seed = 2}));
  check_gradients(with(Flaw::none), x, y);
  for (const Flaw flaw : {Flaw::lost, Flaw::sign, Flaw::transposed}) {
    const std::string message = error_of([&] { check_gradients(with(flaw), x, y); });
    EXPECT_EQ(
        message.find(
            "ValueError: check_gradients: \"kernel\" of layer \"mine\" (Flawed): the gradient "
            "says that the loss changes by "),
        0u)
        << message;
  }
}

TEST(CheckGradients, LeavesTheModelAsItWas) {
  set_random_seed(4);
  Sequential model({Input({8, 8, 2}), layers::Conv2D(4, 3, {.kernel_regularizer = "l2"}),
                    layers::BatchNormalization(), layers::Activation("gelu"), layers::Dropout(0.3),
                    layers::MaxPooling2D(2), layers::Flatten(), layers::Dense(3)});
  model.compile({.loss = "mse", .metrics = {"mae"}});
  const Tensor x = random::normal({16, 8, 8, 2}, {.seed = 1});
  const Tensor y = random::normal({16, 3}, {.seed = 2});
  const Tensors before = model.get_weights();
  check_gradients(model, x, y);
  check_gradients(model, x, y, {.training = false});
  const Tensors after = model.get_weights();
  for (size_t i = 0; i < before.size(); ++i)
    EXPECT_EQ(after[i].to_vector<float>(), before[i].to_vector<float>());
}

TEST(CheckGradients, TakesLayersThatLoop) {
  set_random_seed(5);
  Sequential model({Input({6, 3}), layers::LSTM(4), layers::Dense(1)});
  model.compile({.loss = "mse"});
  check_gradients(model, random::normal({4, 6, 3}, {.seed = 1}),
                  random::normal({4, 1}, {.seed = 2}));
}

struct EmptyConfig {
  static void fields(auto&, auto&) {}
};
class WithNothing : public Layer<EmptyConfig> {
 public:
  using Layer::Layer;
  void build(const Shape&) override { add_weight("nothing", {0}); }
};

TEST(CheckGradients, PassesOverWeightsWithoutElements) {
  Sequential model({Input({2}), layer<WithNothing>(), layers::Dense(1)});
  model.compile({.loss = "mse"});
  check_gradients(model, ones({3, 2}), ones({3, 1}));
}

TEST(CheckGradients, NeedsACompiledModel) {
  Sequential model({Input({2}), layers::Dense(1)});
  EXPECT_EQ(
      error_of([&] {
        check_gradients(model, ones({1, 2}), ones({1, 1}));
      }),
      "ValueError: check_gradients: the model is not compiled.\n  hint: call compile() first.");
}

}  // namespace
}  // namespace cornu
