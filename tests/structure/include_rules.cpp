#include <algorithm>
#include <map>
#include <set>

#include "tests/structure/rules.h"

namespace structure {
namespace {

constexpr int kVocabulary =
    4;  // what layers, losses, metrics and optimizers see: up to here, and nn
constexpr int kAll = 100;

// The house, floor by floor.
const std::map<std::string, int, std::less<>> kFloors = {{"framework/base", 0},
                                                         {"framework/tensor", 1},
                                                         {"framework/ir", 2},
                                                         {"framework/runtime", 3},
                                                         {"framework/ops", 4},
                                                         {"framework/backends", 5},
                                                         {"framework/autodiff", 5},
                                                         {"framework/compiler", 6},
                                                         {"framework/trace", 7},
                                                         {"framework/nn", 8},
                                                         {"framework/data", 8},
                                                         {"framework/model", 9},
                                                         {"framework/saving", 10},
                                                         {"framework/config", 11},
                                                         {"layers", 50},
                                                         {"losses", 50},
                                                         {"metrics", 50},
                                                         {"optimizers", 50},
                                                         {"applications", 51},
                                                         {"include", kAll},
                                                         {"apps", kAll},
                                                         {"benchmarks", kAll},
                                                         {"tests", kAll}};

std::string_view folder_of(std::string_view path) {
  const size_t top = path.find('/');
  if (path.substr(0, top) != "framework" || top == std::string_view::npos) {
    return path.substr(0, top);
  }
  return path.substr(0, path.find('/', top + 1));
}

bool may_include(std::string_view from, std::string_view to) {
  if (from == to || from == "tests") return true;
  const int above = kFloors.at(std::string(from)), below = kFloors.at(std::string(to));
  if (above == kAll) return below < kAll;
  if (from.starts_with("framework/")) return below < above;
  if (from == "applications" && (to == "framework/model" || to == "layers")) return true;
  return below <= kVocabulary || to == "framework/nn";
}

struct Library {
  std::string_view include;  // how its headers begin
  std::string_view folder;   // who may include them
};

constexpr Library kLibraries[] = {
    {"<dnnl", "framework/backends/cpu/onednn/"},
    {"<oneapi/dnnl", "framework/backends/cpu/onednn/"},
    {"<hwy/", "framework/backends/cpu/"},
    {"<Eigen/", "framework/backends/cpu/eigen/loops/"},
    {"<hdf5", "framework/saving/"},
    {"<H5", "framework/saving/"},
    {"<zip.h>", "framework/data/"},
    {"<zlib.h>", "framework/data/"},
    {"<nlohmann/", "framework/base/"},
    {"<spdlog/", "framework/runtime/"},
    {"<gtest/", "tests/"},
    {"<benchmark/", "benchmarks/"},
    {"<CLI/", "apps/cornu/"},
    {"<cornu/", "apps/"},  // the umbrella is for programs
};

// Seconds of compile time in each file that sees such a header.
constexpr std::string_view kNotInHeaders[] = {
    "<dnnl", "<oneapi/dnnl", "<hdf5",   "<H5",      "<zip.h>",      "<nlohmann/", "<CLI/",
    "<cuda", "<iostream>",   "<regex>", "<ranges>", "<filesystem>", "<random>"};

}  // namespace

Violations check_include_edges(const Tree& tree) {
  std::set<std::string_view> paths;
  for (const SourceFile& file : tree) paths.insert(file.path);

  Violations found;
  for (const SourceFile& file : tree) {
    if (!is_header(file.path) && !is_source(file.path)) continue;
    const std::string_view from = folder_of(file.path);
    if (!kFloors.contains(from)) {
      found.push_back(violation(
          file, 0, "the folder " + std::string(from) + " is not in the table of tests/structure"));
      continue;
    }
    for (size_t i = 0; i < file.lines.size(); ++i) {
      const std::string_view include = included(file.lines[i]);
      if (!include.starts_with('"')) continue;
      const std::string target(include.substr(1, include.size() - 2));
      if (!paths.contains(target)) {
        found.push_back(violation(file, i, "\"" + target + "\" is no path from the root"));
      } else if (!is_list(target) && !may_include(from, folder_of(target))) {
        // Lists may be read from anywhere: they hold names, not code.
        found.push_back(violation(file, i,
                                  std::string(from) + " may not include \"" + target +
                                      "\" (a folder includes only lower ones)"));
      }
    }
  }
  return found;
}

Violations check_heavy_includes(const Tree& tree) {
  Violations found;
  for (const SourceFile& file : tree) {
    if (!is_header(file.path) && !is_source(file.path)) continue;
    const bool proof = file.path.starts_with("tests/") || file.path.starts_with("benchmarks/");
    for (size_t i = 0; i < file.lines.size(); ++i) {
      const std::string_view include = included(file.lines[i]);
      if (include.empty()) continue;
      const std::string name(include);
      for (const Library& library : kLibraries) {
        if (!proof && include.starts_with(library.include) &&
            !file.path.starts_with(library.folder)) {
          found.push_back(violation(file, i, name + " is only for " + std::string(library.folder)));
        }
      }
      for (std::string_view heavy : kNotInHeaders) {
        if (is_header(file.path) && include.starts_with(heavy)) {
          found.push_back(violation(file, i, name + " in a header: include it in a .cpp"));
        }
      }
    }
  }
  return found;
}

}  // namespace structure
