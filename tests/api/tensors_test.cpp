#include <cornu/cornu.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

/// The programs of the section "Tensors, gradients, graphs" that run eagerly and traced.
namespace {

using namespace cornu;

TEST(Api, Tensors) {
  std::ostringstream out;
  Tensor a = constant({{1, 2}, {3, 4}}), b = ones({2, 2}, DType::i32);
  out << a + b << '\n';
  EXPECT_EQ(out.str(), "Tensor([[2 3] [4 5]], shape=(2, 2), dtype=int32)\n");
  Tensor x = random::normal({64, 784}, {.seed = 7});
  std::vector<float> values = x.to_vector<float>();
  const float* pointer = values.data();
  Tensor view = from_buffer(pointer, {64, 784}, DType::f32);
  Tensor borrowed = from_buffer_unowned(values.data(), {64, 784}, DType::f32);
  float first = x.at<float>({0, 0});
  EXPECT_EQ(view.at<float>({0, 0}), first);
  values[0] += 1;
  EXPECT_EQ(view.at<float>({0, 0}), first);
  EXPECT_EQ(borrowed.at<float>({0, 0}), values[0]);
  Tensor part = x.slice({{0, 10}, all}), row = x[3];
  EXPECT_EQ(part.shape(), (Shape{10, 784}));
  EXPECT_EQ(row.at<float>({5}), x.at<float>({3, 5}));
}

TEST(Api, TapesAndAssignments) {
  set_random_seed(1);
  Tensor x = random::normal({64, 784}, {.seed = 7});
  Variable w(random::glorot_uniform({784, 10}), {.name = "w"}), b(zeros({10}), {.name = "b"});
  GradientTape tape;
  Tensor loss = ops::mean(ops::square(ops::matmul(x, w)));
  Tensor dw = tape.gradient(loss, w);
  w.assign_sub(0.1 * dw);
  EXPECT_LT(ops::mean(ops::square(ops::matmul(x, w))).item<float>(), loss.item<float>());
  GradientTape both;
  Tensor squares = ops::sum(ops::square(ops::matmul(x, w) + b));
  Tensors found = both.gradient(squares, {w, b});
  EXPECT_EQ(found[1].shape(), (Shape{10}));
  Sequential model({Input({784}), layers::Dense(3)});
  GradientTape of_model;
  EXPECT_EQ(of_model.gradient(ops::sum(model(x)), model.trainable_variables()).size(), 2u);
}

TEST(Api, OptimizersWithoutAModel) {
  Variable intercept(constant(0.f)), slope(constant(0.f));
  const Tensor hours = constant({0.f, 1.f, 2.f}), score = constant({1.f, 3.f, 5.f});
  const auto loss_function = [&](const Variable& intercept, const Variable& slope) {
    return ops::mean(ops::square(intercept + slope * hours - score));
  };
  optimizers::Adam adam({.learning_rate = 0.5});
  for (int i = 0; i < 200; ++i)
    adam.minimize([&] { return loss_function(intercept, slope); }, {intercept, slope});
  EXPECT_NEAR(intercept.value().item<float>(), 1, 0.01);
  EXPECT_NEAR(slope.value().item<float>(), 2, 0.01);

  Variable w(constant({1.f, 2.f}), {.name = "w"});
  optimizers::SGD sgd({.learning_rate = 0.5});
  sgd.apply({{constant({1.f, 1.f}), w}});
  EXPECT_EQ(w.value().to_vector<float>(), (std::vector<float>{0.5, 1.5}));
  optimizers::Adam one, three;
  one.minimize([&] { return ops::sum(w * w); }, {w});
  Variable v(constant(1.f)), u(constant(1.f));
  three.apply({{constant({1.f, 1.f}), w}, {constant(1.f), v}, {constant(1.f), u}});
  EXPECT_NEAR(u.value().item<float>(), 0.999, 1e-5);
}

TEST(Api, ATracedTrainingStep) {
  set_random_seed(2);
  Sequential model({Input({6}), layers::Dense(8, {.activation = "tanh"}), layers::Dense(3)});
  auto loss_fn = losses::SparseCategoricalCrossentropy({.from_logits = true});
  optimizers::Adam optimizer({.learning_rate = 0.05});
  Tensor images = random::normal({32, 6}, {.seed = 1});
  Tensor labels = ops::argmax(images.slice({all, {0, 3}}), {.axis = -1});
  Function step([&](Tensor images, Tensor labels) {
    GradientTape inner;
    Tensor l = loss_fn(labels, model(images, {.training = true}));
    optimizer.apply(inner.gradient(l, model.trainable_variables()), model.trainable_variables());
    return l;
  });
  const float before = step(images, labels).item<float>();
  for (int i = 0; i < 50; ++i) step(images, labels);
  EXPECT_LT(step(images, labels).item<float>(), 0.3f * before);
  EXPECT_NE(step.graph(images, labels).find("update"), std::string::npos);
  Function pair([](Tensor t) { return std::pair<Tensor, Tensor>{t + 1, t * 2}; });
  auto [sum, product] = pair(constant(3.f));
  EXPECT_EQ(sum.item<float>() + product.item<float>(), 10);
}

}  // namespace
