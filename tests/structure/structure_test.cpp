// This tree keeps the rules of tests/structure/rules.h.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "tests/structure/rules.h"

namespace structure {
namespace {

const Tree& tree() {
  static const Tree read = read_tree(CORNU_SOURCE_DIR);
  return read;
}

void expect_none(const Violations& found) {
  for (const std::string& one : found) ADD_FAILURE() << one;
}

TEST(Structure, TreeIsRead) { EXPECT_GT(tree().size(), 20u); }

TEST(Structure, FoldersIncludeOnlyLowerFolders) { expect_none(check_include_edges(tree())); }

TEST(Structure, HeadersAreCheapAndLibrariesHaveOneFolder) {
  expect_none(check_heavy_includes(tree()));
}

TEST(Structure, NoOrphans) {
  std::ifstream stream(CORNU_BINARY_DIR "/compile_commands.json");
  std::ostringstream text;
  text << stream.rdbuf();
  const auto compiled = compiled_sources(text.str(), CORNU_SOURCE_DIR);
  ASSERT_FALSE(compiled.empty());
  expect_none(check_orphans(tree(), compiled));
}

TEST(Structure, FilesAreShort) {
  expect_none(check_sizes(tree()));
  for (const std::string& one : long_headers(tree())) std::cout << "note: " << one << '\n';
}

TEST(Structure, FilesHaveNames) { expect_none(check_names(tree())); }

TEST(Structure, ListsAreSorted) { expect_none(check_lists(tree())); }

TEST(Structure, NoForbiddenFlags) { expect_none(check_flags(tree())); }

TEST(Structure, NothingIsLeftForLater) { expect_none(check_words(tree())); }

}  // namespace
}  // namespace structure
