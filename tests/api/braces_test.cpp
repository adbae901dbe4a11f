#include <cornu/cornu.h>
#include <gtest/gtest.h>

/// Every argument that is a list in braces, with one, two and three entries: g++ and clang must see
/// the same in each.
namespace {

using namespace cornu;

std::string text(const Shape& shape) {
  std::string all;
  for (const int64_t size : shape) all += std::to_string(size) + " ";
  return all;
}

TEST(Braces, OfNumbers) {
  EXPECT_EQ(text(constant({1}).shape()), "1 ");
  EXPECT_EQ(text(constant({1, 2}).shape()), "2 ");
  EXPECT_EQ(text(constant({1, 2, 3}).shape()), "3 ");
  EXPECT_EQ(text(constant({{1, 2}}).shape()), "1 2 ");
  EXPECT_EQ(text(constant({{1}, {2}}).shape()), "2 1 ");
  EXPECT_EQ(text(constant({{1, 2}, {3, 4}, {5, 6}}).shape()), "3 2 ");
  EXPECT_EQ(text(constant({{{1.f, 2.f}, {3.f, 4.f}}, {{5.f, 6.f}, {7.f, 8.f}}}).shape()), "2 2 2 ");
  EXPECT_EQ(text(ones({4}).shape()), "4 ");
  EXPECT_EQ(text(ones({4, 5}).shape()), "4 5 ");
  EXPECT_EQ(text(ones({4, 5, 6}).shape()), "4 5 6 ");
  const Tensor x = ones({4, 5, 6});
  EXPECT_EQ(text(x.slice({{0, 2}}).shape()), "2 5 6 ");
  EXPECT_EQ(text(x.slice({{0, 2}, all}).shape()), "2 5 6 ");
  EXPECT_EQ(text(x.slice({{0, 2}, all, {1, 3}}).shape()), "2 5 2 ");
  EXPECT_EQ(text(x.slice({0, all, 1}).shape()), "5 ");
  EXPECT_EQ(ops::sum(x, {.axis = {0}}).ndim(), 2);
  EXPECT_EQ(ops::sum(x, {.axis = {0, 1}}).ndim(), 1);
  EXPECT_EQ(ops::sum(x, {.axis = {0, 1, 2}}).ndim(), 0);
  EXPECT_EQ(text(layers::MaxPooling2D({2, 2})(ones({1, 4, 4, 1})).shape()), "1 2 2 1 ");
  EXPECT_EQ(text(layers::Reshape({6})(ones({1, 2, 3})).shape()), "1 6 ");
  EXPECT_EQ(text(layers::Reshape({3, 2})(ones({1, 6})).shape()), "1 3 2 ");
  EXPECT_EQ(text(layers::Reshape({3, 2, 1})(ones({1, 6})).shape()), "1 3 2 1 ");
}

TEST(Braces, OfLayersAndModels) {
  using layers::Dense;
  EXPECT_EQ(Sequential({Dense(1)}).layers().size(), 1u);
  EXPECT_EQ(Sequential({Dense(1), Dense(2)}).layers().size(), 2u);
  EXPECT_EQ(Sequential({Input({2}), Dense(1), Dense(2)}).layers().size(), 2u);
  Sequential inner({Input({2}), Dense(2)});
  EXPECT_EQ(Sequential({inner}).layers()[0].name(), inner.name());
  EXPECT_EQ(Sequential({inner, Dense(1)}).layers().size(), 2u);
  EXPECT_EQ(Sequential({inner, Dense(1), Dense(2)}).layers().size(), 3u);
  const Tensor a = Input({2}), b = Input({2}), c = Input({2});
  EXPECT_EQ(Model({a}, {Dense(1)(a)}).input_names().size(), 1u);
  EXPECT_EQ(Model({a, b}, {a + b}).input_names().size(), 2u);
  const Model three({a, b, c}, {a + b, b + c, layers::Add()({a, b, c})});
  EXPECT_EQ(three.input_names().size(), 3u);
  EXPECT_EQ(three.output_names().size(), 3u);
  EXPECT_EQ(layers::Concatenate()({a, b}).shape()[1], 4);
  EXPECT_EQ(layers::Concatenate()({a, b, c}).shape()[1], 6);
}

/// A model of n inputs and as many outputs, `out0` to `out2`.
Model parallel(int n) {
  Tensors inputs, outputs;
  for (int i = 0; i < n; ++i) {
    inputs.push_back(Input({2}, {.name = "in" + std::to_string(i)}));
    outputs.push_back(layers::Dense(1, {.name = "out" + std::to_string(i)})(inputs.back()));
  }
  return Model(inputs, outputs);
}

size_t logged(const Model& model, const CompileOptions& options) {
  model.compile(options);
  Tensors x(model.input_names().size(), ones({4, 2})), y(x.size(), ones({4, 1}));
  return model.evaluate(x, y, {.verbose = 0}).size();
}

TEST(Braces, OfCompile) {
  const Model one = parallel(1), two = parallel(2), three = parallel(3);
  EXPECT_EQ(logged(one, {.loss = {"mse"}, .metrics = {"mae"}}), 2u);
  EXPECT_EQ(logged(one, {.loss = "mse", .metrics = {"mae", "mse"}}), 3u);
  EXPECT_EQ(logged(one, {.loss = "mse", .metrics = {"mae", "mse", "mape"}}), 4u);
  EXPECT_EQ(logged(one, {.loss = {{"out0", "mse"}}, .metrics = {{"out0", "mae"}}}), 2u);
  EXPECT_EQ(logged(one, {.loss = {{"out0", "mse"}}, .metrics = {{"out0", {"mae", "mse"}}}}), 3u);
  EXPECT_EQ(logged(two, {.loss = {"mse", "mae"}, .loss_weights = {1.0, 0.5}}), 3u);
  EXPECT_EQ(logged(two, {.loss = {{"out0", "mse"}, {"out1", losses::MeanSquaredError({})}},
                         .loss_weights = {{"out0", 1.0}, {"out1", 0.5}},
                         .metrics = {{"out0", {"mae", "mse"}}, {"out1", "mse"}}}),
            6u);
  EXPECT_EQ(logged(three, {.loss = {"mse", "mae", "mse"}, .loss_weights = {1.0, 0.5, 2.0}}), 4u);
  EXPECT_EQ(logged(three, {.loss = {{"out0", "mse"}, {"out1", "mse"}, {"out2", "mae"}},
                           .loss_weights = {{"out0", 1}, {"out1", 2}, {"out2", 3}},
                           .metrics = {{"out0", "mae"}, {"out1", "mae"}, {"out2", "mae"}}}),
            7u);
}

TEST(Braces, OfFit) {
  const Tensor x = ones({4, 2}), y = ones({4, 1}), w = ones({4});
  const FitOptions quiet{.verbose = 0};
  const Model one = parallel(1), two = parallel(2), three = parallel(3);
  for (const Model& model : {one, two, three}) model.compile({.loss = "mse"});
  one.fit({x}, {y}, quiet);
  one.fit({{"in0", x}}, {{"out0", y}}, quiet);
  two.fit({x, x}, {y, y}, quiet);
  two.fit({{"in0", x}, {"in1", x}}, {{"out0", y}, {"out1", y}}, quiet);
  three.fit({x, x, x}, {y, y, y}, quiet);
  three.fit({{"in0", x}, {"in1", x}, {"in2", x}}, {{"out0", y}, {"out1", y}, {"out2", y}}, quiet);
  one.fit(x, y, {.verbose = 0, .validation_data = {x, y}});
  one.fit(x, y, {.verbose = 0, .validation_data = {x, y, w}});
  one.fit(x, y, {.verbose = 0, .class_weight = {{1, 2.0}}});
  one.fit(x, y, {.verbose = 0, .class_weight = {{0, 1.0}, {1, 2.0}}});
  one.fit(x, y, {.verbose = 0, .class_weight = {{0, 1.0}, {1, 2.0}, {2, 1.0}}});
  one.fit(x, y, {.verbose = 0, .validation_data = {x, y}, .validation_freq = {1}});
  one.fit(x, y, {.epochs = 3, .verbose = 0, .validation_data = {x, y}, .validation_freq = {1, 3}});
  const auto stop = [] { return callbacks::EarlyStopping({.monitor = "loss"}); };
  one.fit(x, y, {.verbose = 0, .callbacks = {stop()}});
  one.fit(x, y, {.verbose = 0, .callbacks = {stop(), callbacks::TerminateOnNaN()}});
  one.fit(x, y, {.verbose = 0, .callbacks = {stop(), stop(), callbacks::TerminateOnNaN()}});
  EXPECT_EQ(one.predict({x}).shape(), (Shape{4, 1}));
  EXPECT_EQ(three.predict_many<3>({x, x, x})[2].shape(), (Shape{4, 1}));
}

TEST(Braces, OfVariablesAndFeeds) {
  Variable a(constant(1.f)), b(constant(2.f)), c(constant(3.f));
  GradientTape tape({.persistent = true});
  const Tensor y = a * b * c;
  EXPECT_EQ(tape.gradient(y, {a}).size(), 1u);
  EXPECT_EQ(tape.gradient(y, {a, b}).size(), 2u);
  EXPECT_EQ(tape.gradient(y, {a, b, c})[2].item<float>(), 2);
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor p = placeholder(DType::f32), q = placeholder(DType::f32),
               r = placeholder(DType::f32);
  Session session(graph);
  const Tensor one = constant(1.f), two = constant(2.f), four = constant(4.f);
  EXPECT_EQ(session.run(p, {{p, four}}).item<float>(), 4);
  EXPECT_EQ(session.run({p}, {{p, four}}).size(), 1u);
  EXPECT_EQ(session.run({p, p + q}, {{p, one}, {q, two}})[1].item<float>(), 3);
  EXPECT_EQ(session.run({p, q, p + q + r}, {{p, one}, {q, two}, {r, four}})[2].item<float>(), 7);
}

}  // namespace
