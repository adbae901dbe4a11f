#include <gtest/gtest.h>

#include <cstdlib>

#include "framework/compiler/pass.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

constexpr std::string_view kText =
    "graph(x: f32[2]) {\n  %0: f32[2] = exp(x)\n  %1: f32[2] = exp(x)\n"
    "  %2: f32[2] = add(%0, %1)\n  return %2\n}\n";

std::string after_pipeline(const PipelineOptions& options = {}) {
  const Ref<Graph> graph = parse_graph(kText);
  run_pipeline(*graph, options);
  return graph->text();
}

/// An environment variable, set while it lives.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~Environment() { unsetenv(name_); }

 private:
  const char* name_;
};

TEST(Pipeline, LeavesDisabledPassesOut) {
  EXPECT_NE(after_pipeline().find("fused("), std::string::npos);
  EXPECT_EQ(after_pipeline({.disabled = {"fuse_elementwise"}}),
            "graph(x: f32[2]) {\n  %0: f32[2] = exp(x)\n  %1: f32[2] = add(%0, %0)\n"
            "  return %1\n}\n");
  const Environment disabled("CORNU_DISABLE_PASSES", "fuse_elementwise,share");
  EXPECT_EQ(after_pipeline(), kText);
}

TEST(Pipeline, DumpsTheGraphAfterEachPassThatChangedIt) {
  std::vector<std::string> dumped;
  after_pipeline({.dump = [&](std::string_view pass, const Graph& graph) {
    dumped.push_back(concat(pass, " ", graph.nodes().size()));
  }});
  EXPECT_EQ(dumped, (std::vector<std::string>{"share 4", "prune_after_share 3",
                                              "fuse_elementwise 4", "prune_after_fusion 2"}));
}

TEST(Pipeline, DumpsToStandardErrorOnRequest) {
  const Environment dump("CORNU_DUMP_PASSES", "prune_after_share");
  testing::internal::CaptureStderr();
  after_pipeline();
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "after prune_after_share:\n"
            "graph(x: f32[2]) {\n  %0: f32[2] = exp(x)\n  %1: f32[2] = add(%0, %0)\n"
            "  return %1\n}\n\n");
}

TEST(Pipeline, RefusesNamesThatAreNoPass) {
  EXPECT_EQ(error_of([] { after_pipeline({.disabled = {"shara"}}); }),
            "ConfigError: disabled passes: there is no pass \"shara\". Did you mean \"share\"?");
  const Environment dump("CORNU_DUMP_PASSES", "simplfy");
  EXPECT_EQ(error_of([] { after_pipeline(); }),
            "ConfigError: CORNU_DUMP_PASSES: there is no pass \"simplfy\". Did you mean "
            "\"simplify\"?");
}

}  // namespace
}  // namespace cornu
