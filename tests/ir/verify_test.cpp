#include <gtest/gtest.h>

#include "framework/base/error.h"
#include "framework/ir/graph.h"
#include "framework/ops/ops.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

/// What the verifier says, without the condition in front and the file and the hint behind.
std::string finding(const Graph& graph) {
  const std::string text = error_of([&] { verify(graph); });
  const size_t begin = text.find(": ", text.find("check failed: ") + 14);
  return begin == text.npos ? text : text.substr(begin + 2, text.rfind(" (framework/") - begin - 2);
}

Ref<Graph> small_graph() {
  return parse_graph(
      "graph(x: f32[2], y: f32[2]) {\n"
      "  %0: f32[2] = exp(x)\n"
      "  %1: f32[2] = add(%0, y)\n"
      "  return %1\n}\n");
}

TEST(Verify, AcceptsWhatIsWellFormed) { EXPECT_EQ(finding(*small_graph()), "no error"); }

TEST(Verify, FindsAUseBeforeTheDefinition) {
  const Ref<Graph> graph = small_graph();
  auto nodes = graph->take_nodes();
  std::swap(nodes[2], nodes[3]);
  graph->set_nodes(std::move(nodes));
  EXPECT_EQ(finding(*graph), "%3 = add uses a value before it is made");
}

TEST(Verify, FindsAnOutputThatIsNotThere) {
  const Ref<Graph> graph = small_graph();
  graph->nodes()[3]->inputs[0].index = 1;
  EXPECT_EQ(finding(*graph), "%3 = add uses output 1 of %2 = exp");
}

TEST(Verify, FindsSpecsThatInferDoesNotGive) {
  const Ref<Graph> graph = small_graph();
  graph->nodes()[2]->outputs[0].shape = {3};
  EXPECT_EQ(finding(*graph), "%2 = exp output 0 is f32[3], infer says f32[2]");
  graph->nodes()[2]->outputs = {{DType::f32, {2}}, {DType::f32, {2}}};
  EXPECT_EQ(finding(*graph), "%2 = exp has 2 outputs, infer says 1");
}

TEST(Verify, FindsAWrongNumberOfInputs) {
  const Ref<Graph> graph = small_graph();
  graph->nodes()[3]->inputs.pop_back();
  EXPECT_EQ(finding(*graph), "add takes 2 inputs, got 1");
}

TEST(Verify, FindsInputsAndOutputsFromElsewhere) {
  const Ref<Graph> graph = small_graph(), other = small_graph();
  graph->outputs[0] = other->outputs[0];
  EXPECT_EQ(finding(*graph), "an output uses a value before it is made");
  graph->outputs.clear();
  graph->inputs[0] = other->inputs[0];
  EXPECT_EQ(finding(*graph), "an input is not in the graph");
}

TEST(Verify, FindsUpdatesOfAnotherSpec) {
  const Ref<Graph> graph = small_graph();
  const Variable w(zeros({3}), {.name = "w"});
  graph->updates.push_back({w, graph->outputs[0]});
  EXPECT_EQ(finding(*graph), "the update of \"w\" is f32[2]");
}

TEST(Verify, LooksIntoSubgraphs) {
  const Ref<Graph> graph = parse_graph(
      "graph(x: f32[2]) {\n  %0: f32[2] = call(x) @0\n  return %0\n}\n"
      "graph @0(x0: f32[2]) {\n  %0: f32[2] = exp(x0)\n  return %0\n}\n");
  EXPECT_EQ(finding(*graph), "no error");
  graph->nodes()[1]->subgraphs[0]->nodes()[1]->inputs.clear();
  EXPECT_EQ(finding(*graph), "exp takes 1 inputs, got 0");
}

TEST(Verify, FindsCallsThatDoNotFitTheirGraph) {
  const Ref<Graph> graph = parse_graph(
      "graph(x: f32[2], y: f32[3]) {\n  %0: f32[2] = call(x) @0\n  return %0\n}\n"
      "graph @0(x0: f32[2]) {\n  %0: f32[2] = exp(x0)\n  return %0\n}\n");
  graph->nodes()[2]->inputs[0] = graph->inputs[1]->out();
  EXPECT_EQ(finding(*graph), "argument 0 of a call is f32[3], its graph takes f32[2]");
}

}  // namespace
}  // namespace cornu
