// The programs of the section "Tensors, gradients, graphs", as a user writes them.
#include <cornu/cornu.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

using namespace cornu;

TEST(Api, DifferentiatesTwiceWithATapeAndByTransforms) {
  const Tensor c = constant(2.0f);
  GradientTape outer({.persistent = true});
  outer.watch(c);
  Tensor f = 4 * c * c;
  Tensor first_order = outer.gradient(f, c), second = outer.gradient(first_order, c);
  EXPECT_EQ(second.item<float>(), 8);
  auto [value, tangent] = jvp([](Tensor t) { return ops::sin(t); }, c, ones_like(c));
  EXPECT_FLOAT_EQ(tangent.item<float>(), std::cos(2.f));
  const Tensor x = constant({{1.f, 2.f}, {3.f, 4.f}});
  Tensor j = jacobian([](Tensor t) { return ops::square(t); }, x[0]);
  Tensor h = hessian([](Tensor t) { return ops::sum(t * t * t); }, x[0]);
  EXPECT_EQ(j.to_vector<float>(), (std::vector<float>{2, 0, 0, 4}));
  EXPECT_EQ(h.to_vector<float>(), (std::vector<float>{6, 0, 0, 12}));
}

TEST(Api, RunsALazyGraph) {
  std::ostringstream out;
  Graph graph;
  {
    auto scope = graph.as_default();
    Tensor p = placeholder(DType::f32, {.name = "p"});
    Tensor squared = ops::power(p, 2);
    Session session(graph);
    out << session.run(squared, {{p, constant({2.f, 3.f, 5.f})}});
    Tensors many = session.run({p, squared}, {{p, constant(2.f)}});
    EXPECT_EQ(many[1].item<float>(), 4);
    Tensor slope = gradients(ops::sum(squared), {p})[0];
    EXPECT_EQ(session.run(slope, {{p, constant(3.f)}}).item<float>(), 6);
  }
  EXPECT_EQ(out.str(), "Tensor([4. 9. 25.], shape=(3,), dtype=float32)");
}

TEST(Api, PrintsACompiledProgram) {
  Variable w(constant({1.f, 2.f}), {.name = "w"});
  Function step([&](Tensor x) {
    GradientTape inner;
    Tensor l = ops::sum(ops::square(x * w));
    w.assign_sub(0.1 * inner.gradient(l, w));
    return l;
  });
  EXPECT_EQ(step(constant({1.f, 1.f})).item<float>(), 5);
  EXPECT_NE(step.graph(constant({1.f, 1.f})).find("update \"w\""), std::string::npos);
}

TEST(Api, TrainsALayerInALazyGraph) {
  auto dense = layers::Dense(1);
  optimizers::Adam adam({.learning_rate = 0.1});
  Graph graph;
  auto scope = graph.as_default();
  Tensor x = placeholder(DType::f32, {.shape = {unknown, 2}, .name = "x"});
  Tensor y = placeholder(DType::f32, {.shape = {unknown, 1}, .name = "y"});
  Tensor prediction = dense(x);  // builds its weights
  Tensor loss = adam.minimize([&] { return ops::mean(losses::mean_squared_error(y, dense(x))); },
                              dense.weights());
  Session session(graph);
  const Tensor inputs = constant({{1.f, 0.f}, {0.f, 1.f}, {1.f, 1.f}});
  const Tensor targets = constant({{2.f}, {-1.f}, {1.f}});
  for (int i = 0; i < 400; ++i) session.run(loss, {{x, inputs}, {y, targets}});
  EXPECT_EQ(session.compiled(), 1u);
  EXPECT_LT(session.run(loss, {{x, inputs}, {y, targets}}).item<float>(), 1e-3f);
  const Tensor one = session.run(prediction, {{x, constant({{1.f, 0.f}})}}, {.assign = false});
  EXPECT_EQ(one.shape(), (Shape{1, 1}));
  EXPECT_NEAR(one.item<float>(), 2, 0.1);
}
