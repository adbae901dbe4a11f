#include "framework/autodiff/differentiable.h"

#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "framework/runtime/place.h"
#include "framework/runtime/tracer.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

using Found = std::vector<std::string>;

template <class F>
Found found_in(F body) {
  GraphTracer tracer;
  const Tensor x = tracer.input("x", {DType::f32, {2}});
  return ops_without_gradient(*tracer.finish({body(x)}));
}

Tensor doubled_until_large(const Tensor& x) {
  return ops::while_loop([](const Tensors& v) { return ops::sum(v[0]) < 100.0; },
                         [](const Tensors& v) { return Tensors{v[0] * 2.0}; }, {x})[0];
}

TEST(Differentiable, NamesTheOpsThatAreNot) {
  const Found loop = {
      "while_loop: the number of its steps is not known before it runs; ops::scan has one"};
  EXPECT_EQ(found_in([](const Tensor& x) { return ops::tanh(doubled_until_large(x)); }), loop);
  EXPECT_EQ(found_in([](const Tensor& x) {
              return ops::cond(
                  ops::sum(x) > 0.0, [&] { return Tensors{doubled_until_large(x)}; },
                  [&] { return Tensors{x}; })[0];
            }),
            loop);
}

TEST(Differentiable, PassesOverWhatNoGradientReaches) {
  EXPECT_EQ(found_in([](const Tensor& x) {
              return ops::tanh(x) + doubled_until_large(ops::stop_gradient(x));
            }),
            Found());
  EXPECT_EQ(found_in([](const Tensor& x) { return ops::argmax(x); }), Found());
  EXPECT_EQ(found_in([](const Tensor& x) {
              doubled_until_large(x);
              return ops::tanh(x);
            }),
            Found());
}

TEST(Places, GradientsBelongToTheLayersOfTheirOps) {
  Ref<Graph> graph;
  {
    GraphTracer tracer;
    const Tensor x = tracer.input("x", {DType::f32, {2}});
    GradientTape tape;
    tape.watch(x);
    Tensor y;
    {
      const PlaceScope model("mlp");
      {
        const PlaceScope layer("first");
        y = ops::tanh(x);
      }
      const PlaceScope layer("second");
      y = ops::exp(y);
    }
    const PlaceScope elsewhere("elsewhere");
    graph = tracer.finish({tape.gradient(y, x)});
  }
  const auto& nodes = graph->nodes();
  std::vector<std::string> places;
  for (const auto& node : nodes)
    if (!node->inputs.empty()) places.push_back(node->place.layers);
  EXPECT_EQ(places, (std::vector<std::string>{"mlp/first", "mlp/second", "mlp/second", "mlp/first",
                                              "mlp/first", "mlp/first"}))
      << graph->text();
}

TEST(Places, AnOpWithoutGradientIsNamedWithItsLayer) {
  GraphTracer tracer;
  const Tensor x = tracer.input("x", {DType::f32, {2}});
  GradientTape tape;
  tape.watch(x);
  Tensor y;
  {
    const PlaceScope layer("mlp/loop");
    y = doubled_until_large(x);
  }
  EXPECT_EQ(
      error_of([&] { tape.gradient(y, x); }),
      "ValueError: while_loop has no gradient: the number of its steps is not known before it "
      "runs; ops::scan has one.\n"
      "  hint: ops::stop_gradient cuts it out of the differentiated path.\n"
      "  in layer \"mlp/loop\"");
}

TEST(Places, AnUpdateOutsideAnyLayerBelongsToItsVariables) {
  const Variable w(constant({1.f, 2.f}), {.name = "kernel"});
  w.state().path = "mlp/first/kernel";
  GraphTracer tracer;
  const Tensor x = tracer.input("x", {DType::f32, {2}});
  w.assign(w.value() - x);
  EXPECT_EQ(value_of(w.value()).node->place.layers, "mlp/first");
}

}  // namespace
}  // namespace cornu
