#include "framework/trace/session.h"

#include <gtest/gtest.h>

#include <cmath>

#include "framework/autodiff/gradients.h"
#include "framework/ops/losses.h"
#include "framework/ops/ops.h"
#include "framework/runtime/tracer.h"
#include "framework/trace/function.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

TEST(Session, RunsWhatAGraphOfUnknownShapeHolds) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor p = placeholder(DType::f32, {.name = "p"});
  const Tensor squared = ops::power(p, 2);
  Session session(graph);
  EXPECT_EQ(session.run(squared, {{p, constant({2.f, 3.f, 5.f})}}).text(),
            "Tensor([4. 9. 25.], shape=(3,), dtype=float32)");
  EXPECT_EQ(session.run(squared, {{p, constant(3.f)}}).item<float>(), 9);
  EXPECT_EQ(session.run(squared, {{p, constant({{1.f}, {2.f}})}}).shape(), (Shape{2, 1}));
}

TEST(Session, ComputesNothingBeforeARun) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor p = placeholder(DType::f32, {.shape = {unknown, 2}, .name = "p"});
  const Tensor y = ops::exp(p) + 1.0;
  EXPECT_TRUE(y.is_traced());
  EXPECT_EQ(y.shape(), (Shape{unknown, 2}));
  EXPECT_EQ(graph.text(),
            "graph(p: f32[?,2]) {\n"
            "  %0: f32[?,2] = exp(p)\n"
            "  %1: f32[] = constant [1.0]\n"
            "  %2: f32[?,2] = add(%0, %1)\n"
            "  return\n}\n");
}

TEST(Session, FetchesSeveralValuesAtOnce) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor p = placeholder(DType::f32, {.shape = {2}, .name = "p"});
  const Tensor twice = p * 2, sum = ops::sum(twice);
  Session session(graph);
  const Tensors out = session.run({twice, sum, p}, {{p, constant({1.f, 2.f})}});
  EXPECT_EQ(out[0].to_vector<float>(), (std::vector<float>{2, 4}));
  EXPECT_EQ(out[1].item<float>(), 6);
  EXPECT_EQ(out[2].to_vector<float>(), (std::vector<float>{1, 2}));
}

TEST(Session, TakesFeedsOfIntermediateValues) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor p = placeholder(DType::f32, {.name = "p"});
  const Tensor twice = p * 2, y = twice + 1;
  Session session(graph);
  EXPECT_EQ(session.run(y, {{twice, constant(10.f)}}).item<float>(), 11);  // p is not needed
  EXPECT_EQ(session.run(y, {{p, constant(10.f)}}).item<float>(), 21);
}

TEST(Session, ReadsAndAssignsVariables) {
  const Variable count(constant(1.f), {.name = "count"});
  Graph graph;
  Tensor before, after, p;
  {
    const auto scope = graph.as_default();
    p = placeholder(DType::f32, {.shape = {}, .name = "p"});
    before = count.value();
    count.assign(before + p);
    after = count.value() * 10;
  }
  EXPECT_EQ(count.value().item<float>(), 1);
  EXPECT_NE(graph.text().find("update \"count\" = "), std::string::npos);
  Session session(graph);
  const Tensors out = session.run({before, after}, {{p, constant(2.f)}});
  EXPECT_EQ(out[0].item<float>(), 1);
  EXPECT_EQ(out[1].item<float>(), 30);
  EXPECT_EQ(count.value().item<float>(), 3);
  EXPECT_EQ(session.run(before, {}, {.assign = false}).item<float>(), 3);
  EXPECT_EQ(count.value().item<float>(), 3);
}

TEST(Session, CompilesOncePerFetchesAndShapes) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor p = placeholder(DType::f32, {.name = "p"});
  const Tensor a = p + 1, b = p * 3;
  Session session(graph);
  session.run(a, {{p, constant(1.f)}});
  session.run(a, {{p, constant(2.f)}});
  EXPECT_EQ(session.compiled(), 1u);
  session.run(a, {{p, constant({1.f, 2.f})}});
  EXPECT_EQ(session.compiled(), 2u);
  session.run(b, {{p, constant(1.f)}});
  EXPECT_EQ(session.compiled(), 3u);
}

TEST(Session, GoesOnWithAGraphInALaterScope) {
  Graph graph;
  Tensor p, y;
  {
    const auto scope = graph.as_default();
    p = placeholder(DType::f32, {.name = "p"});
  }
  EXPECT_EQ(error_of([&] { ops::exp(p); }),
            "ValueError: exp: an operand, f32[...], belongs to a graph that is not being built.\n"
            "  hint: auto scope = graph.as_default();");
  {
    const auto scope = graph.as_default();
    y = p * p;
  }
  Session session(graph);
  EXPECT_EQ(session.run(y, {{p, constant(3.f)}}).item<float>(), 9);
}

TEST(Session, GraphsNestButNotInThemselves) {
  Graph outer, inner;
  const auto outer_scope = outer.as_default();
  const Tensor p = placeholder(DType::f32, {.name = "p"});
  {
    const auto inner_scope = inner.as_default();
    EXPECT_TRUE(inner.has(placeholder(DType::f32, {.name = "p"})));
    EXPECT_EQ(error_of([&] { const auto again = outer.as_default(); }),
              "ValueError: as_default: this graph is being built already.");
  }
  EXPECT_TRUE(outer.has(p + 1));
}

TEST(Session, ATensorMayOutliveItsGraph) {
  Tensor y;
  {
    Graph graph;
    const auto scope = graph.as_default();
    y = placeholder(DType::f32, {.name = "p"}) + 1;
  }
  EXPECT_TRUE(y.is_traced());
}

TEST(Session, NamesThePlaceholderThatIsNotFed) {
  const Variable total(constant(0.f), {.name = "total"});
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor p = placeholder(DType::f32, {.shape = {unknown, 3}, .name = "images"});
  const Tensor q = placeholder(DType::f32, {.shape = {}, .name = "weight"});
  const Tensor y = ops::sum(p);
  Session session(graph);
  EXPECT_EQ(error_of([&] { session.run(y); }),
            "ValueError: Session::run: the placeholder \"images\", f32[?,3], is not fed.");
  total.assign_add(q);
  EXPECT_EQ(
      error_of([&] {
        session.run(y, {{p, ones({2, 3})}});
      }),
      "ValueError: Session::run: the placeholder \"weight\", f32[], is not fed; the assignment of "
      "\"total\" needs it.\n  hint: {.assign = false} leaves assignments out.");
  EXPECT_EQ(session.run(y, {{p, ones({2, 3})}}, {.assign = false}).item<float>(), 6);
}

TEST(Session, RefusesFeedsThatDoNotFit) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor p = placeholder(DType::f32, {.shape = {unknown, 3}, .name = "p"});
  const Tensor y = p * 2;
  Session session(graph);
  EXPECT_EQ(
      error_of([&] {
        session.run(y, {{p, ones({2, 4})}});
      }),
      "ShapeError: Session::run: the placeholder \"p\" is f32[?,3], what it is fed is f32[2,4].");
  EXPECT_EQ(
      error_of([&] {
        session.run(y, {{p, ones({2, 3}, DType::i32)}});
      }),
      "DTypeError: Session::run: the placeholder \"p\" is f32[?,3], what it is fed is i32[2,3].\n"
      "  hint: ops::cast(value, DType::f32).");
  EXPECT_EQ(error_of([&] {
              session.run(y, {{p, ones({2, 3})}, {p, ones({2, 3})}});
            }),
            "ValueError: Session::run: the placeholder \"p\" is fed twice.");
  EXPECT_EQ(error_of([&] {
              session.run(y, {{ones({2}), ones({2})}});
            }),
            "ValueError: Session::run: what is fed, f32[2], is no value of this graph.");
  Graph other;
  Tensor elsewhere;
  {
    const auto scope = other.as_default();
    elsewhere = placeholder(DType::f32, {.shape = {2}});
  }
  EXPECT_EQ(error_of([&] { session.run(elsewhere); }),
            "ValueError: Session::run: what is fetched, f32[2], is no value of this graph.");
  EXPECT_EQ(session.run(ones({2})).to_vector<float>(), (std::vector<float>{1, 1}));
  EXPECT_EQ(error_of([&] {
              session.run(y, {{p, y}});
            }),
            "ValueError: Session::run: the placeholder \"p\" is fed " + y.text() +
                ", which has no elements.");
}

TEST(Session, RefusesPlaceholdersWithoutAGraphOrANameOfTheirOwn) {
  EXPECT_EQ(error_of([] { placeholder(DType::f32); }),
            "ValueError: placeholder: no graph is being built.\n  hint: auto scope = "
            "graph.as_default();");
  Graph graph;
  const auto scope = graph.as_default();
  placeholder(DType::f32, {.name = "p"});
  EXPECT_EQ(error_of([] { placeholder(DType::f32, {.name = "p"}); }),
            "ValueError: placeholder: the graph has one named \"p\" already.");
  Graph other;
  const auto inner = other.as_default();
  const Tensor p = placeholder(DType::f32, {.name = "p"});
  EXPECT_EQ(p.text().empty(), false);
}

TEST(Session, RefusesATensorOfAnotherGraph) {
  Graph one, two;
  Tensor p;
  {
    const auto scope = one.as_default();
    p = placeholder(DType::f32, {.name = "p"});
  }
  const auto scope = two.as_default();
  EXPECT_EQ(error_of([&] { ops::exp(p); }),
            "ValueError: a tensor of another graph is used: f32[...].\n  hint: feed it through a "
            "placeholder, "
            "or pass it as an argument.");
}

TEST(Session, ErrorsOfShapesComeWithTheRun) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor p = placeholder(DType::f32, {.name = "p"});
  const Tensor y = ops::matmul(p, ones({3, 2}));
  Session session(graph);
  EXPECT_EQ(session.run(y, {{p, ones({4, 3})}}).shape(), (Shape{4, 2}));
  EXPECT_EQ(session.run(y, {{p, ones({3})}}).shape(), (Shape{2}));  // a vector has its own rule
  EXPECT_EQ(error_of([&] {
              session.run(y, {{p, ones({4, 5})}});
            }),
            "ShapeError: matmul: inner dimensions differ: a is f32[4,5] (axis 1 = 5), b is "
            "f32[3,2] (axis 0 = "
            "3).");
}

// Probe (g) of the foundation.
TEST(Session, DifferentiatesAPlaceholderOfUnknownRank) {
  const Variable w(constant({{1.f, 2.f}, {3.f, 4.f}}), {.name = "w"});
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor x = placeholder(DType::f32, {.name = "x"});
  const Tensor loss = ops::mean(ops::square(ops::matmul(x, w)));
  const Tensors d = gradients(loss, {x, w});
  EXPECT_EQ(d[0].shape(), Shape::unranked());
  EXPECT_EQ(d[1].shape(), (Shape{2, 2}));
  Session session(graph);
  const auto expected = [&](const Tensor& at) {
    GradientTape tape;
    tape.watch(at);
    return tape.gradient(ops::mean(ops::square(ops::matmul(at, w.state().snapshot()))), at);
  };
  for (const Tensor& at : {constant({{1.f, -1.f}}), constant({{1.f, 2.f}, {0.5f, 3.f}})}) {
    const Tensors out = session.run({loss, d[0], d[1]}, {{x, at}});
    Tensor exact;
    {
      const OutsideTrace outside;
      exact = expected(at);
    }
    EXPECT_EQ(out[1].shape(), at.shape());
    EXPECT_EQ(out[1].to_vector<float>(), exact.to_vector<float>());
    EXPECT_EQ(out[2].shape(), (Shape{2, 2}));
  }
  EXPECT_EQ(session.run(d[0], {{x, constant({1.f, -1.f})}}).shape(), (Shape{2}));  // a vector
}

TEST(Session, KeepsGradientsAsOneNode) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor x = placeholder(DType::f32, {.shape = {unknown, 3}, .name = "x"});
  const Tensor y = placeholder(DType::f32, {.name = "y"});
  const Tensor a = ops::sum(x * x), b = ops::sum(ops::flip(y, {.axis = Axes({0, 1})}));
  const Tensor loss = a + b;
  graph.outputs.push_back(value_of(gradients(loss, {x})[0]));
  const std::string text = graph.text();
  EXPECT_EQ(text,
            "graph(x: f32[?,3], y: f32[...]) {\n"
            "  %0: f32[?,3] = multiply(x, x)\n"
            "  %1: f32[] = sum(%0)\n"
            "  %2: f32[...] = deferred(y; function=flip, options=\"axis=[0, 1]\")\n"
            "  %3: f32[] = sum(%2)\n"
            "  %4: f32[] = add(%1, %3)\n"
            "  %5: f32[] = constant [1.0]\n"
            "  %6: f32[?,3] = gradients(x, %3, %5; sources=1) @0 backward\n"
            "  return %6\n}\n"
            "\n"
            "graph @0(x0: f32[?,3], x1: f32[]) {\n"
            "  %0: f32[?,3] = multiply(x0, x0)\n"
            "  %1: f32[] = sum(%0)\n"
            "  %2: f32[] = add(%1, x1)\n"
            "  return %2\n}\n");
  verify(graph);
  EXPECT_EQ(parse_graph(text)->text(), text);
}

TEST(Session, LossesOfUnknownRank) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor y = placeholder(DType::f32, {.name = "y"}), p = placeholder(DType::f32);
  const Tensors each = {
      losses::mean_squared_error(y, p), losses::mean_absolute_error(y, p), losses::huber(y, p, 1.0),
      losses::binary_crossentropy(y, p),
      losses::categorical_crossentropy(y, ops::softmax(p), {.label_smoothing = 0.1})};
  Session session(graph);
  const Tensor truth = constant({{0.f, 1.f}, {1.f, 0.f}, {0.f, 1.f}}),
               guess = constant({{0.25f, 0.5f}, {0.75f, 0.125f}, {0.5f, 0.5f}});
  const Tensors got = session.run(each, {{y, truth}, {p, guess}});
  const OutsideTrace outside;
  const Tensors expected = {
      losses::mean_squared_error(truth, guess), losses::mean_absolute_error(truth, guess),
      losses::huber(truth, guess, 1.0), losses::binary_crossentropy(truth, guess),
      losses::categorical_crossentropy(truth, guess,
                                       {.from_logits = true, .label_smoothing = 0.1})};
  for (size_t i = 0; i < each.size(); ++i) {
    ASSERT_EQ(got[i].shape(), (Shape{3})) << i;
    for (size_t k = 0; k < 3; ++k)
      EXPECT_NEAR(got[i].to_vector<float>()[k], expected[i].to_vector<float>()[k], 1e-6) << i;
  }
}

TEST(Session, WhatNeedsTheRankAndCannotWaitSaysSo) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor p = placeholder(DType::f32);
  EXPECT_EQ(error_of([&] { losses::sparse_categorical_crossentropy(constant({1}), p); }),
            "ShapeError: sparse_categorical_crossentropy: the rank of y_pred is not known: "
            "f32[...].\n  hint: placeholder(dtype, {.shape = {unknown, ...}}).");
  EXPECT_EQ(error_of([&] { ops::unstack(p); }),
            "ShapeError: unstack: the rank of x is not known: f32[...].");
  EXPECT_EQ(error_of([&] { ops::linspace(p, 1.0); }),
            "ShapeError: linspace: the rank of its ends is not known: f32[...].");
  EXPECT_EQ(error_of([&] {
              ops::scan([](const Tensors&, const Tensors&) { return ops::ScanStep(); }, {}, {p});
            }),
            "ShapeError: scan: the rank of a sequence is not known: f32[...].");
}

TEST(Session, TakesGradientsOfGradients) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor x = placeholder(DType::f32, {.name = "x"});
  const Tensor first = gradients(ops::sum(x * x * x), {x})[0];
  const Tensor second = gradients(ops::sum(first), {x})[0];
  Session session(graph);
  const Tensors out = session.run({first, second}, {{x, constant({1.f, 2.f})}});
  EXPECT_EQ(out[0].to_vector<float>(), (std::vector<float>{3, 12}));
  EXPECT_EQ(out[1].to_vector<float>(), (std::vector<float>{6, 12}));
}

TEST(Session, TrainsWithATapeOnUnknownSizes) {
  const Variable w(constant(0.f), {.name = "w"}), b(constant(0.f), {.name = "b"});
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor x = placeholder(DType::f32, {.shape = {unknown}, .name = "x"}),
               y = placeholder(DType::f32, {.shape = {unknown}, .name = "y"});
  Tensor loss;
  {
    GradientTape tape;
    loss = losses::mean_squared_error(y, x * w + b);
    const Tensors d = tape.gradient(loss, {w, b});
    w.assign_sub(0.1 * d[0]);
    b.assign_sub(0.1 * d[1]);
  }
  Session session(graph);
  const Tensor xs = constant({-1.f, 0.f, 1.f, 2.f}), ys = constant({-1.f, 1.f, 3.f, 5.f});
  for (int i = 0; i < 300; ++i) session.run(loss, {{x, xs}, {y, ys}});
  EXPECT_EQ(session.compiled(), 1u);
  EXPECT_NEAR(w.state().snapshot().item<float>(), 2, 1e-3);
  EXPECT_NEAR(b.state().snapshot().item<float>(), 1, 1e-3);
}

TEST(Session, GradientsOfKnownShapesAreTakenAtOnce) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor x = placeholder(DType::f32, {.shape = {2}, .name = "x"});
  const Tensor d = gradients(ops::sum(x * 3), {x})[0];
  EXPECT_EQ(graph.text().find("gradients("), std::string::npos);
  Session session(graph);
  EXPECT_EQ(session.run(d, {{x, ones({2})}}).to_vector<float>(), (std::vector<float>{3, 3}));
}

TEST(Session, GradientsAreEmptyWhereNothingDepends) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor x = placeholder(DType::f32, {.name = "x"}), y = placeholder(DType::f32);
  const Tensors d = gradients(ops::sum(x * x), {x, y});
  EXPECT_TRUE(d[0].defined());
  EXPECT_FALSE(d[1].defined());
  EXPECT_EQ(
      error_of([&] { gradients(constant(1.f), {x}); }),
      "ValueError: gradients: the target, f32[], is no value of the graph that is being built.\n"
      "  hint: a GradientTape differentiates what runs at once.");
}

TEST(Session, RunsScansAndCondsOfUnknownSizes) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor x = placeholder(DType::f32, {.shape = {unknown, unknown}, .name = "x"});
  const ops::ScanStep out = ops::scan(
      [](const Tensors&, const Tensors& in) {
        return ops::ScanStep{{}, {ops::tanh(in[0]) * 2.0}};
      },
      {}, {x});
  const Tensor y = ops::cond(
      ops::sum(x) > 0.0, [&] { return Tensors{x * x}; }, [&] { return Tensors{x * 3.0}; })[0];
  const Tensor d = gradients(ops::sum(out.results[0]) + ops::sum(y), {x})[0];
  Session session(graph);
  const Tensor at = constant({{0.5f, -0.25f}, {1.f, 0.f}, {2.f, 0.125f}});
  const Tensors got = session.run({out.results[0], d}, {{x, at}});
  EXPECT_EQ(got[0].shape(), (Shape{3, 2}));
  const OutsideTrace outside;
  const Tensor t = ops::tanh(at);
  const Tensor expected = (1.0 - t * t) * 2.0 + at * 2.0;
  for (size_t i = 0; i < 6; ++i)
    EXPECT_NEAR(got[1].to_vector<float>()[i], expected.to_vector<float>()[i], 1e-6);
}

TEST(Session, FunctionsOfUnknownRankAreCalledWhenItIsKnown) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor x = placeholder(DType::f32, {.name = "x"});
  const Tensor flipped = ops::flip(x), swapped = ops::swapaxes(x, {.axis1 = 0, .axis2 = -1}),
               padded = ops::pad(x, {.pad_width = {{1, 0}}}),
               hot = ops::one_hot(ops::cast(x, DType::i32), {.num_classes = 3}), first = x[0],
               pooled = ops::moments(x, {})[1];
  Session session(graph);
  const Tensors out = session.run({flipped, swapped, padded, hot, first, pooled},
                                  {{x, constant({{0.f, 1.f, 2.f}, {2.f, 1.f, 0.f}})}});
  EXPECT_EQ(out[0].to_vector<float>(), (std::vector<float>{0, 1, 2, 2, 1, 0}));
  EXPECT_EQ(out[1].shape(), (Shape{3, 2}));
  EXPECT_EQ(out[2].shape(), (Shape{3, 4}));
  EXPECT_EQ(out[3].shape(), (Shape{2, 3, 3}));
  EXPECT_EQ(out[4].to_vector<float>(), (std::vector<float>{0, 1, 2}));
  EXPECT_NEAR(out[5].item<float>(), 2.0 / 3, 1e-6);
}

TEST(Session, ConvolvesAndPoolsImagesOfUnknownShape) {
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor x = placeholder(DType::f32, {.name = "x"});
  const Tensor kernel = ones({3, 3, 1, 2});
  const Tensor y = ops::max_pool(ops::conv(x, kernel, {.padding = "same"}), {.pool_size = 2});
  const Tensor d = gradients(ops::sum(y), {x})[0];
  Session session(graph);
  const Tensors out = session.run({y, d}, {{x, ones({1, 4, 6, 1})}});
  EXPECT_EQ(out[0].shape(), (Shape{1, 2, 3, 2}));
  EXPECT_EQ(out[0].at<float>({0, 0, 0, 0}), 9);
  EXPECT_EQ(out[1].shape(), (Shape{1, 4, 6, 1}));
}

TEST(Session, CallsFunctionsOnGraphValues) {
  const Variable w(constant(3.f), {.name = "w"});
  Function scale([&](Tensor t) { return ops::tanh(t * w); });
  Graph graph;
  const auto scope = graph.as_default();
  const Tensor x = placeholder(DType::f32, {.name = "x"});
  const Tensor y = scale(x);
  const Tensors d = gradients(ops::sum(y), {x, w});
  Session session(graph);
  const Tensors out = session.run({y, d[0], d[1]}, {{x, constant({0.f, 0.5f})}});
  EXPECT_EQ(out[0].shape(), (Shape{2}));
  const double t = std::tanh(1.5);
  EXPECT_NEAR(out[1].to_vector<float>()[0], 3, 1e-6);
  EXPECT_NEAR(out[1].to_vector<float>()[1], 3 * (1 - t * t), 1e-6);
  EXPECT_NEAR(out[2].item<float>(), 0.5 * (1 - t * t), 1e-6);
}

}  // namespace
}  // namespace cornu
