// Each rule finds a planted violation, and nothing where there is none.
#include "tests/structure/rules.h"

#include <gtest/gtest.h>

namespace structure {
namespace {

using Lines = std::vector<std::string>;

std::string include(const std::string& path) { return "#include \"" + path + "\""; }
Lines lines(size_t count) { return Lines(count, "int x;"); }

// Violations of one edge: a file in `from` that includes a header in `to`.
Violations edge(const std::string& from, const std::string& to) {
  return check_include_edges({{from + "/a.cpp", {include(to + "/b.h")}}, {to + "/b.h", {}}});
}

TEST(StructureEdges, LowerFoldersAndItself) {
  EXPECT_EQ(edge("framework/tensor", "framework/base"), Violations());
  EXPECT_EQ(edge("framework/tensor", "framework/tensor"), Violations());
  EXPECT_EQ(edge("framework/model/callbacks", "framework/nn"), Violations());
  EXPECT_EQ(edge("layers", "framework/ops"), Violations());
  EXPECT_EQ(edge("layers/initializers", "framework/nn"), Violations());
  EXPECT_EQ(edge("layers", "layers/initializers"), Violations());
  EXPECT_EQ(edge("applications", "framework/model"), Violations());
  EXPECT_EQ(edge("apps/cornu", "framework/config"), Violations());
  EXPECT_EQ(edge("tests/ops", "framework/backends"), Violations());
}

TEST(StructureEdges, NeverHigherNorEqual) {
  EXPECT_EQ(edge("framework/tensor", "framework/ops"),
            Violations{"framework/tensor/a.cpp:1: framework/tensor may not include "
                       "\"framework/ops/b.h\" (a folder includes only lower ones)"});
  EXPECT_EQ(edge("framework/autodiff", "framework/backends").size(), 1u);
  EXPECT_EQ(edge("framework/model/callbacks", "framework/saving").size(), 1u);
  EXPECT_EQ(edge("framework/config", "layers").size(), 1u);
  EXPECT_EQ(edge("framework/base", "apps/cornu").size(), 1u);
  EXPECT_EQ(edge("apps/cornu", "tests/support").size(), 1u);
}

TEST(StructureEdges, LayersLossesMetricsOptimizersStayApart) {
  EXPECT_EQ(edge("layers", "losses").size(), 1u);
  EXPECT_EQ(edge("optimizers", "framework/compiler").size(), 1u);
  EXPECT_EQ(edge("metrics", "framework/data").size(), 1u);
  EXPECT_EQ(edge("layers", "framework/model").size(), 1u);
}

TEST(StructureEdges, PathsStartAtTheRoot) {
  EXPECT_EQ(check_include_edges({{"framework/ir/a.cpp", {"", include("b.h")}}}),
            Violations{"framework/ir/a.cpp:2: \"b.h\" is no path from the root"});
  EXPECT_EQ(check_include_edges({{"framework/new/a.cpp", {}}}).size(), 1u);
}

TEST(StructureEdges, ListsAreForEveryone) {
  EXPECT_EQ(check_include_edges({{"framework/nn/catalog.cpp", {include("layers/layers.def")}},
                                 {"layers/layers.def", {}}}),
            Violations());
}

TEST(StructureHeavy, NotInHeaders) {
  const Lines text = {"#include <iostream>", "#include <nlohmann/json.hpp>", "#include <vector>"};
  EXPECT_EQ(check_heavy_includes({{"framework/base/a.cpp", text}}), Violations());
  EXPECT_EQ(check_heavy_includes({{"framework/base/a.h", text}}),
            (Violations{"framework/base/a.h:1: <iostream> in a header: include it in a .cpp",
                        "framework/base/a.h:2: <nlohmann/json.hpp> in a header: include it in a "
                        ".cpp"}));
}

TEST(StructureHeavy, LibrariesHaveOneFolder) {
  const Lines text = {"#include <dnnl.hpp>"};
  EXPECT_EQ(check_heavy_includes({{"framework/backends/cpu/onednn/a.cpp", text}}), Violations());
  EXPECT_EQ(check_heavy_includes({{"framework/ops/a.cpp", text}}),
            Violations{"framework/ops/a.cpp:1: <dnnl.hpp> is only for "
                       "framework/backends/cpu/onednn/"});
}

TEST(StructureFiles, Orphans) {
  const Tree tree = {{"framework/ir/a.cpp", {include("framework/ir/a.h")}},
                     {"framework/ir/a.h", {}},
                     {"framework/ir/b.cpp", {}},
                     {"framework/ir/b.h", {include("framework/ir/b.h")}}};
  EXPECT_EQ(check_orphans(tree, {"framework/ir/a.cpp"}),
            (Violations{"framework/ir/b.cpp:1: no target builds this file",
                        "framework/ir/b.h:1: no file includes this one"}));
}

TEST(StructureFiles, CompileCommands) {
  const std::string json = R"([{"command": "c++", "file": "/src/apps/a.cpp"},
                               {"command": "c++", "file": "/elsewhere/b.cpp"}])";
  EXPECT_EQ(compiled_sources(json, "/src"), std::vector<std::string>{"apps/a.cpp"});
}

TEST(StructureFiles, Sizes) {
  EXPECT_EQ(check_sizes({{"layers/a.cpp", lines(500)}, {"tests/a.cpp", lines(600)}}), Violations());
  EXPECT_EQ(check_sizes({{"layers/a.cpp", lines(501)}}),
            Violations{"layers/a.cpp:501: 501 lines, at most 500"});
  EXPECT_EQ(check_sizes({{"tests/a.cpp", lines(601)}}).size(), 1u);
  EXPECT_EQ(check_sizes({{"framework/ops/public.def", lines(900)}}), Violations());
  EXPECT_EQ(long_headers({{"layers/a.h", lines(200)}}), Violations());
  EXPECT_EQ(long_headers({{"layers/a.h", lines(201)}}).size(), 1u);
}

TEST(StructureFiles, Names) {
  EXPECT_EQ(check_names({{"layers/implicit.cpp", {}}, {"layers/utilization.h", {}}}), Violations());
  EXPECT_EQ(check_names({{"layers/utils.h", {}}, {"layers/dense_impl.cpp", {}}}).size(), 2u);
}

TEST(StructureText, Lists) {
  EXPECT_EQ(check_lists({{"a.def", {"// a list", "OP(add, \"z\")", "OP(mul)", "KIND(add)"}}}),
            Violations());
  EXPECT_EQ(check_lists({{"a.def", {"OP(mul)", "OP(add)", "OP(add)"}}}),
            (Violations{"a.def:2: add belongs before mul", "a.def:3: add is there twice"}));
  EXPECT_EQ(check_lists({{"x/kernels.def", {"KERNEL(mul, a)", "KERNEL(add, b)"}}}), Violations());
}

TEST(StructureText, FlagsAndWords) {
  const Lines flag = {
      "set(FLAGS -ffast"
      "-math)"};
  EXPECT_EQ(check_flags({{"cmake/a.cmake", flag}}).size(), 1u);
  EXPECT_EQ(check_flags({{"docs/a.md", flag}}), Violations());
  EXPECT_EQ(check_words({{"layers/a.cpp",
                          {"",
                           "// TO"
                           "DO later"}}})
                .size(),
            1u);
}

}  // namespace
}  // namespace structure
