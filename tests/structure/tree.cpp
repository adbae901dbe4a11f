#include "tests/structure/tree.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace structure {
namespace {

namespace fs = std::filesystem;

constexpr std::array kRead = {".h",   ".cpp",   ".cu", ".cuh", ".def",
                              ".txt", ".cmake", ".sh", ".py",  ".md"};
constexpr std::array kReadByName = {"bootstrap", ".ci/run", "CMakePresets.json"};
constexpr std::array kSkippedFolders = {"build", "data", "runs", "tests/golden/data"};

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool skipped(const std::string& folder) {
  const bool hidden = fs::path(folder).filename().string().starts_with('.');
  return (hidden && folder != ".ci") || contains(kSkippedFolders, folder);
}

std::vector<std::string> read_lines(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream stream(path);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

Tree read_tree(const std::string& root) {
  Tree tree;
  for (fs::recursive_directory_iterator at(root), end; at != end; ++at) {
    const std::string path = at->path().lexically_relative(root).generic_string();
    if (at->is_directory()) {
      if (skipped(path)) at.disable_recursion_pending();
    } else if (contains(kRead, at->path().extension().string()) || contains(kReadByName, path)) {
      tree.push_back({path, read_lines(at->path())});
    }
  }
  std::sort(tree.begin(), tree.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return tree;
}

bool is_header(std::string_view path) { return path.ends_with(".h") || path.ends_with(".cuh"); }
bool is_source(std::string_view path) { return path.ends_with(".cpp") || path.ends_with(".cu"); }
bool is_list(std::string_view path) { return path.ends_with(".def"); }

std::string_view included(std::string_view line) {
  constexpr std::string_view kDirective = "#include ";
  if (!line.starts_with(kDirective)) return {};
  line.remove_prefix(kDirective.size());
  if (line.empty()) return {};
  const char close = line[0] == '<' ? '>' : '"';
  const size_t end = line.find(close, 1);
  return end == std::string_view::npos ? std::string_view() : line.substr(0, end + 1);
}

}  // namespace structure
