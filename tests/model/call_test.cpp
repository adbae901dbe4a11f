#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/model/model.h"
#include "framework/model/trainer.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "framework/ops/random.h"
#include "layers/layers.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

/// A model that is called runs as predict does where it can, and gives what its layers give.
namespace cornu {
namespace {

Sequential small() {
  return Sequential({Input({8, 8, 2}), layers::Conv2D(4, 3, {.activation = "relu"}),
                     layers::BatchNormalization(), layers::Dropout(0.5), layers::Flatten(),
                     layers::Dense(3, {.activation = "softmax"})});
}

Tensor layer_by_layer(const Sequential& model, Tensor x) {
  for (const LayerRef& layer : model.layers()) x = layer(x);
  return x;
}

TEST(ModelCall, IsWhatTheLayersGive) {
  const Sequential model = small();
  for (const int64_t samples : {1, 5, 64}) {
    const Tensor x = random::normal({samples, 8, 8, 2}, {.seed = 1});
    EXPECT_LT(largest_difference(model(x), layer_by_layer(model, x)), 1e-6);
    EXPECT_EQ(model(x).to_vector<float>(), model.predict_on_batch(x).to_vector<float>());
  }
}

TEST(ModelCall, IsSeenByTapes) {
  const Sequential model = small();
  const Tensor x = random::normal({4, 8, 8, 2}, {.seed = 1});
  GradientTape tape;
  const Tensors gradients = tape.gradient(ops::sum(model(x)), model.trainable_variables());
  for (const Tensor& gradient : gradients) EXPECT_TRUE(gradient.defined());
}

TEST(ModelCall, TrainsWhereItIsTold) {
  const Sequential model = small();
  const Tensor x = random::normal({4, 8, 8, 2}, {.seed = 1});
  const Tensor mean = model.weights()[4].value();
  EXPECT_GT(largest_difference(model(x, {.training = true}), model(x)), 1e-4);
  EXPECT_GT(largest_difference(model.weights()[4].value(), mean), 1e-5) << "the moving mean";
}

TEST(ModelCall, TakesMasksAndNothing) {
  const Sequential model({Input({unknown, 3}), layers::LSTM(4)});
  const Tensor x = random::normal({2, 5, 3}, {.seed = 1});
  const Tensor mask = constant({{true, true, true, false, false}, {true, true, true, true, true}});
  EXPECT_GT(largest_difference(model(x.with_mask(mask)), model(x)), 1e-4);
  EXPECT_EQ(largest_difference(model(x.with_mask(mask)), model(x, {.mask = mask})), 0);
  EXPECT_EQ(small()(zeros({0, 8, 8, 2})).shape(), (Shape{0, 3}));
}

struct CountedConfig {
  static void fields(auto&, auto&) {}
};
/// Does something that a trace would see once.
class Counted : public Layer<CountedConfig> {
 public:
  using Layer::Layer;
  Tensor call(const Tensor& x, const CallContext&) override {
    if (!x.is_concrete()) return x;
    ++calls;
    return x.item<float>() > 0 ? x : -x;
  }
  int calls = 0;
};

TEST(ModelCall, RunsUsersLayersEachTime) {
  const LayerRef mine = layer<Counted>();
  const Sequential model({mine});
  for (const float x : {2.f, -3.f, 4.f})
    EXPECT_EQ(model(full({1, 1}, x)).item<float>(), std::abs(x));
  EXPECT_EQ(mine.as<Counted>().calls, 3);
}

TEST(ModelCall, SeesLayersThatComeAndGo) {
  Sequential inner({Input({3}), layers::Dense(4)}), model({inner, layers::Dense(2)});
  const Tensor x = random::normal({2, 3}, {.seed = 1});
  const auto check = [&](const char* what) {
    const Tensor expected = layer_by_layer(model, x);
    for (const Tensor& made : {model(x), model.predict(x, {.verbose = 0})}) {
      ASSERT_EQ(made.shape(), expected.shape()) << what;
      EXPECT_LT(largest_difference(made, expected), 1e-6) << what;
    }
  };
  check("at first");
  model.add(layers::Dense(5));
  check("with a layer more");
  model.pop();
  check("without it");
  inner.add(layers::Activation("relu"));
  check("with a layer more in a part");
}

TEST(ModelCall, NamesItsFaults) {
  const Sequential model({Input({3}), layers::Dense(2, {.name = "head"})}, {.name = "net"});
  const std::string message = error_of([&] { model(ones({2, 4})); });
  EXPECT_NE(message.find("net"), std::string::npos) << message;
  EXPECT_NE(message.find("[2,4]"), std::string::npos) << message;
}

}  // namespace
}  // namespace cornu
