#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace structure {

struct SourceFile {
  std::string path;  // from the root, with '/'
  std::vector<std::string> lines;
};

using Tree = std::vector<SourceFile>;

/// Every source, list, script and document under `root`, sorted by path.
Tree read_tree(const std::string& root);

bool is_header(std::string_view path);
bool is_source(std::string_view path);  // a translation unit
bool is_list(std::string_view path);    // a .def file

/// What `#include` names in this line, with its quotes or brackets; empty if nothing.
std::string_view included(std::string_view line);

}  // namespace structure
