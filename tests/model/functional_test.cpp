#include "framework/model/functional.h"

#include <gtest/gtest.h>

#include "framework/base/error.h"
#include "framework/model/model.h"
#include "framework/nn/auto_name.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/dense.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

class Autoencoder : public Model {
 public:
  Autoencoder() : encode_(layers::Dense(3)), decode_(layers::Dense(4)) { track(encode_, decode_); }
  Tensor call(const Tensor& x, const CallContext& context) override {
    return decode_(encode_(x, context), context);
  }

 private:
  LayerRef encode_, decode_;
};

TEST(Functional, RunsAGraphWithSharedLayersAndOperators) {
  auto a = Input({4}, {.name = "a"}), b = Input({3}, {.name = "b"});
  auto shared = layers::Dense(3, {.activation = "tanh"});
  auto h = shared(layers::Dense(3)(a)) * shared(b) * 0.5 + 1.0;
  auto label = layers::Dense(2, {.name = "label"})(h);
  auto score = layers::Dense(1, {.name = "score"})(ops::tanh(h));
  Model model({a, b}, {label, score});
  EXPECT_EQ(model.weights().size(), 8u);
  EXPECT_EQ(model.output_names(), (std::vector<std::string>{"label", "score"}));
  const Tensor x = ones({2, 4}), y = ones({2, 3});
  auto [l, s] = model.many<2>({x, y});
  const LayerRef first = model.layers()[2].weights().size() == 2 ? model.layers()[2] : LayerRef();
  EXPECT_EQ(l.shape(), (Shape{2, 2}));
  EXPECT_EQ(s.shape(), (Shape{2, 1}));
  auto [l2, s2] = model.many<2>({{"b", y}, {"a", x}});
  EXPECT_EQ(l.to_vector<float>(), l2.to_vector<float>());
}

TEST(Functional, ConfigurationGoesRoundThroughJson) {
  auto a = Input({4}, {.name = "a"});
  auto shared = layers::Dense(4, {.activation = "relu", .name = "shared"});
  auto h = shared(shared(a)) * 2 + a;
  Model inner(a, ops::mean(h, {.axis = 1, .keepdims = true}), {.name = "inner"});
  auto x = Input({4}, {.name = "x"});
  Model model({{"in", x}}, {{"out", inner(inner(x) + x)}}, {.name = "outer"});
  const std::string text = model.to_json();
  Model again = model_from_json(text);
  EXPECT_EQ(again.to_json(), text);
  again.set_weights(model.get_weights());
  const Tensor data = constant({{1.f, -2.f, 3.f, 4.f}});
  EXPECT_EQ(again({{"in", data}}).to_vector<float>(), model({{"in", data}}).to_vector<float>());
}

TEST(Functional, PartsMayBeSubclassedModels) {
  Autoencoder auto_encoder;
  EXPECT_EQ(auto_encoder(ones({2, 4})).shape(), (Shape{2, 4}));
  EXPECT_EQ(auto_encoder.trainable_variables().size(), 4u);
  EXPECT_EQ(auto_encoder(Input({4})).shape(), (Shape{unknown, 4}));
}

TEST(Functional, DepthCostsNoStack) {
  auto input = Input({1});
  Tensor x = input;
  for (int i = 0; i < 100000; ++i) x = -x;
  Model model(input, x);
  EXPECT_EQ(model(constant({{2.f}})).item<float>(), 2);
}

TEST(Functional, Errors) {
  auto a = Input({4}, {.name = "a"}), b = Input({3}, {.name = "b"});
  EXPECT_EQ(error_of([&] { Model(a, layers::Dense(1)(b)); }),
            "ValueError: Model: the outputs need the input \"b\", which is not among the model's "
            "inputs.");
  Model model({a, b}, layers::Dense(1, {.name = "top"})(a), {.name = "m"});
  EXPECT_EQ(error_of([&] {
              model(ones({1, 4}));
            }),
            "ValueError: it takes 2 inputs (\"a\", \"b\"), 1 were given.\n"
            "  in layer \"m\" (Functional)");
  EXPECT_EQ(error_of([&] {
              model({ones({1, 5}), ones({1, 3})});
            }),
            "ShapeError: the input \"a\" must be f32[?,4], not f32[1,5].\n"
            "  in layer \"m\" (Functional)");
  EXPECT_EQ(error_of([&] { model.get_layer("tip"); }),
            "ValueError: get_layer: layer \"m\" (Functional) has no layer \"tip\". Did you mean "
            "\"top\"?");
}

TEST(Sequential, BuildsFromItsFirstCallOrInput) {
  clear_session();
  Sequential lazy({layers::Dense(3), layers::Dense(2)});
  EXPECT_EQ(lazy.weights().size(), 0u);
  EXPECT_EQ(lazy(ones({5, 4})).shape(), (Shape{5, 2}));
  EXPECT_EQ(lazy.weights().size(), 4u);
  Sequential model({Input({4}), layers::Dense(3)});
  model.add(layers::Dense(2, {.name = "logits"}));
  EXPECT_EQ(model.outputs().single().spec().text(), "f32[?,2]");
  EXPECT_EQ(model.name(), "sequential_1");
  EXPECT_EQ(model.layers()[0].name(), "dense_2");
  Sequential nested({model}), nested2({model, layers::Dense(1)});
  EXPECT_EQ(nested.layers().size(), 1u);
  EXPECT_EQ(nested2.layers().size(), 2u);
  EXPECT_EQ(nested2(ones({1, 4})).shape(), (Shape{1, 1}));
  Model copy = model;
  EXPECT_EQ(copy.weights()[0], model.weights()[0]);
  Model again = model_from_json(model.to_json());
  EXPECT_EQ(again.to_json(), model.to_json());
}

TEST(SymbolicTensors, HaveNoValues) {
  const Tensor x = Input({3});
  const std::string expected =
      "ValueError: a symbolic tensor of a functional model has no values: f32[?,3].\n"
      "  hint: call the model with data, or predict().";
  EXPECT_EQ(error_of([&] { x.item<float>(); }), expected);
  EXPECT_EQ(error_of([&] { x.at<float>({0, 0}); }), expected);
  EXPECT_EQ(error_of([&] { x.to_vector<float>(); }), expected);
}

}  // namespace
}  // namespace cornu
