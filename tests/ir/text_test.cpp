#include <gtest/gtest.h>

#include <limits>

#include "framework/ops/ops.h"
#include "framework/runtime/subgraph.h"
#include "framework/runtime/tracer.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

std::string with_constant(const Tensor& value, size_t most_elements = 8) {
  Graph graph;
  graph.outputs.push_back(graph.add_constant(value));
  return graph.text(most_elements);
}

TEST(GraphText, HoldsIntegersExactly) {
  const std::vector<int64_t> wide = {std::numeric_limits<int64_t>::min(), 9007199254740993, -1};
  EXPECT_EQ(with_constant(constant(wide)),
            "graph() {\n  %0: i64[3] = constant [-9223372036854775808 9007199254740993 -1]\n"
            "  return %0\n}\n");
  const std::vector<uint64_t> large = {std::numeric_limits<uint64_t>::max(), 0};
  for (const Tensor& value :
       {constant(wide), constant(large), ops::equal(constant({1, 2}), 2),
        ops::cast(constant({0.1f, -3.5f}), DType::f16), constant({0.1f, 1e-30f}),
        ops::cast(constant({-128, 127}), DType::i8), constant(std::vector<double>{0.1, 1e300})}) {
    const Ref<Graph> back = parse_graph(with_constant(value));
    const Tensor read = back->outputs[0].node->constant;
    EXPECT_EQ(read.spec(), value.spec());
    std::vector<std::byte> ours(value.spec().bytes()), theirs(value.spec().bytes());
    value.copy_to(ours.data());
    read.copy_to(theirs.data());
    EXPECT_EQ(ours, theirs) << value.text();
  }
}

TEST(GraphText, LeavesLargeConstantsOutUnlessAsked) {
  const Tensor nine = ops::arange(9);
  const std::string text = with_constant(nine);
  EXPECT_EQ(text, "graph() {\n  %0: i32[9] = constant #0\n  return %0\n}\n");
  EXPECT_EQ(error_of([&] { parse_graph(text); }),
            "ValueError: graph text: a constant whose elements are not written out in "
            "\"%0: i32[9] = constant #0\".");
  const std::string whole = with_constant(nine, 9);
  EXPECT_EQ(parse_graph(whole)->text(9), whole);
}

TEST(GraphText, ReadsSubgraphsBack) {
  const Variable count(constant(0.f), {.name = "count"});
  Ref<Graph> graph;
  {
    GraphTracer tracer;
    const Tensor x = tracer.input("x", {DType::f32, {3, 2}});
    const ops::ScanStep out = ops::scan(
        [&](const Tensors& c, const Tensors& in) {
          count.assign_add(constant(1.f));
          const Tensor y = ops::cond(
              ops::sum(in[0]) > 0.0, [&] { return Tensors{c[0] + in[0]}; },
              [&] { return Tensors{c[0]}; })[0];
          return ops::ScanStep{{y}, {y * 2.0}};
        },
        {constant({0.f, 0.f})}, {x});
    const Tensor last =
        ops::while_loop([](const Tensors& v) { return ops::sum(v[0]) < 100.0; },
                        [](const Tensors& v) { return Tensors{v[0] * 2.0}; }, {out.carries[0]})[0];
    graph = tracer.finish({last, out.results[0]});
  }
  const std::string text = graph->text();
  EXPECT_NE(text.find("graph @4("), text.npos) << text;
  const Ref<Graph> back = parse_graph(text);
  EXPECT_EQ(back->text(), text);
  verify(*back);
}

TEST(GraphText, ASubgraphMayBeUsedFromSeveralGraphs) {
  const std::string text =
      "graph(x: f32[2]) {\n"
      "  %0: f32[2] = call(x) @0\n"
      "  %1: f32[2] = call(%0) @1\n"
      "  return %1\n}\n"
      "\n"
      "graph @0(x0: f32[2]) {\n"
      "  %0: f32[2] = exp(x0)\n"
      "  return %0\n}\n"
      "\n"
      "graph @1(x0: f32[2]) {\n"
      "  %0: f32[2] = call(x0) @0\n"
      "  return %0\n}\n";
  const Ref<Graph> graph = parse_graph(text);
  EXPECT_EQ(graph->text(), text);
  const Node& first = *graph->nodes()[1];
  const Node& second = *graph->nodes()[2];
  EXPECT_EQ(first.subgraphs[0], second.subgraphs[0]->nodes()[1]->subgraphs[0]);
}

TEST(GraphText, HoldsUnknownSizesAndNodesWithoutInputs) {
  const std::string text =
      "graph(x: f32[?,3], y: f32[...]) {\n"
      "  %0: f32[] = constant [0.0]\n"
      "  %1: f32[4], %2: f32[4] = scan(%0; carries=0, results=1, length=4) @0\n"
      "  %3: f32[...] = add(x, y)\n"
      "  return %1, %3\n}\n"
      "\n"
      "graph @0(x0: f32[]) {\n"
      "  return x0\n}\n";
  EXPECT_EQ(error_of([&] { parse_graph(text); }),
            "ValueError: graph text: another number of results in \"%1: f32[4], %2: f32[4] = "
            "scan(%0; carries=0, results=1, length=4) @0\".");
  const std::string good =
      "graph(x: f32[?,3], y: f32[...]) {\n"
      "  %0: f32[4] = scan(; results=1, length=4) @0\n"
      "  %1: f32[...] = add(x, y)\n"
      "  return %0, %1\n}\n"
      "\n"
      "graph @0() {\n"
      "  %0: f32[] = constant [0.5]\n"
      "  return %0\n}\n";
  EXPECT_EQ(parse_graph(good)->text(), good);
}

TEST(GraphText, RefusesWhatIsNoGraph) {
  const auto error = [](std::string_view line) {
    return error_of([&] { parse_graph(concat("graph(x: f32[2]) {\n  ", line, "\n}\n")); });
  };
  EXPECT_EQ(error_of([] { parse_graph(""); }), "ValueError: the text holds no graph.");
  EXPECT_EQ(error_of([] { parse_graph("program {"); }),
            "ValueError: a graph begins with \"graph(\", not \"program {\".");
  EXPECT_EQ(error_of([] { parse_graph("graph() {\n}\ngraph() {\n}\n"); }),
            "ValueError: graph text: a second graph without a label in \"graph() {\".");
  EXPECT_EQ(error("%0: f32[2] = tangent(x)"),
            "ValueError: graph text: unknown op \"tangent\" in \"%0: f32[2] = tangent(x)\".");
  EXPECT_EQ(error("%0: f32[2] = exp(y)"),
            "ValueError: graph text: unknown value \"y\" in \"%0: f32[2] = exp(y)\".");
  EXPECT_EQ(error("%0: f32[2] = exp(x"),
            "ValueError: graph text: no \")\" in \"%0: f32[2] = exp(x\".");
  EXPECT_EQ(error("%0: f32[2] = call(x) @0"),
            "ValueError: graph text: unknown subgraph @0 in \"%0: f32[2] = call(x) @0\".");
  EXPECT_EQ(error("%0: i32[2] = constant [1 two]"),
            "ValueError: graph text: no i32: \"two\" in \"%0: i32[2] = constant [1 two]\".");
  EXPECT_EQ(error("%0: u8[1] = constant [300]"),
            "ValueError: graph text: no u8: \"300\" in \"%0: u8[1] = constant [300]\".");
  EXPECT_EQ(error("%0: bool[1] = constant [2]"),
            "ValueError: graph text: no bool: \"2\" in \"%0: bool[1] = constant [2]\".");
  EXPECT_EQ(
      error("%0: i32[3] = constant [1 2]"),
      "ValueError: graph text: another number of elements in \"%0: i32[3] = constant [1 2]\".");
  EXPECT_EQ(error_of([] {
              parse_graph(
                  "graph() {\n  %0: f32[] = call() @0\n}\n"
                  "graph @0() {\n  %0: f32[] = call() @0\n}\n");
            }),
            "ValueError: graph text: a subgraph that uses itself in \"%0: f32[] = call() @0\".");
}

}  // namespace
}  // namespace cornu
