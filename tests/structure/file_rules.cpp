#include <algorithm>
#include <array>
#include <set>

#include "tests/structure/rules.h"

namespace structure {
namespace {

constexpr size_t kMostLines = 500;
constexpr size_t kMostTestLines = 600;
constexpr size_t kLongHeader = 200;
constexpr std::string_view kUmbrella = "include/cornu/cornu.h";
// Built by a test against the installed package, not by this build.
constexpr std::string_view kUserProject = "tests/package/";
constexpr std::array kEmptyNames = {"util", "helper", "misc", "manager", "impl", "common"};

}  // namespace

std::string violation(const SourceFile& file, size_t line, const std::string& what) {
  return file.path + ":" + std::to_string(line + 1) + ": " + what;
}

std::vector<std::string> compiled_sources(const std::string& compile_commands,
                                          const std::string& root) {
  std::vector<std::string> sources;
  const std::string key = "\"file\": \"" + root + "/";
  for (size_t at = compile_commands.find(key); at != std::string::npos;
       at = compile_commands.find(key, at)) {
    at += key.size();
    sources.push_back(compile_commands.substr(at, compile_commands.find('"', at) - at));
  }
  return sources;
}

Violations check_orphans(const Tree& tree, const std::vector<std::string>& compiled) {
  const std::set<std::string_view> built(compiled.begin(), compiled.end());
  std::set<std::string_view> included_somewhere;
  for (const SourceFile& file : tree) {
    for (const std::string& line : file.lines) {
      const std::string_view include = included(line);
      if (include.empty() || include.substr(1, include.size() - 2) == file.path) continue;
      included_somewhere.insert(include.substr(1, include.size() - 2));
    }
  }
  Violations found;
  for (const SourceFile& file : tree) {
    if (file.path.starts_with(kUserProject) || file.path == kUmbrella) continue;
    if (is_source(file.path) && !built.contains(file.path)) {
      found.push_back(violation(file, 0, "no target builds this file"));
    }
    if ((is_header(file.path) || is_list(file.path)) && !included_somewhere.contains(file.path)) {
      found.push_back(violation(file, 0, "no file includes this one"));
    }
  }
  return found;
}

Violations check_sizes(const Tree& tree) {
  Violations found;
  for (const SourceFile& file : tree) {
    if (is_list(file.path)) continue;
    const size_t most = file.path.starts_with("tests/") ? kMostTestLines : kMostLines;
    if (file.lines.size() > most) {
      found.push_back(
          violation(file, most,
                    std::to_string(file.lines.size()) + " lines, at most " + std::to_string(most)));
    }
  }
  return found;
}

Violations long_headers(const Tree& tree) {
  Violations found;
  for (const SourceFile& file : tree) {
    if (is_header(file.path) && file.lines.size() > kLongHeader) {
      found.push_back(violation(file, kLongHeader,
                                "a header of " + std::to_string(file.lines.size()) + " lines"));
    }
  }
  return found;
}

Violations check_names(const Tree& tree) {
  Violations found;
  for (const SourceFile& file : tree) {
    if (!is_header(file.path) && !is_source(file.path)) continue;
    for (std::string_view empty : kEmptyNames) {
      const std::string stem = "_" + file.path.substr(file.path.rfind('/') + 1);
      for (const char* end : {".", "s.", "_"}) {
        if (stem.find("_" + std::string(empty) + end) != std::string::npos) {
          found.push_back(violation(file, 0, "\"" + std::string(empty) + "\" says nothing"));
        }
      }
    }
  }
  return found;
}

}  // namespace structure
