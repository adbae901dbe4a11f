#include <map>

#include "tests/structure/rules.h"

namespace structure {
namespace {

// Written in two halves, so that this file does not break its own rules.
constexpr std::string_view kFlags[] = {
    "-ffast"
    "-math",
    "-O"
    "fast",
    "-march"
    "=native"};
constexpr std::string_view kWords[] = {
    "TO"
    "DO",
    "FIX"
    "ME"};

bool is_document(std::string_view path) { return path.ends_with(".md"); }

template <size_t N>
void find_any(const SourceFile& file, const std::string_view (&forbidden)[N], Violations& found) {
  for (size_t i = 0; i < file.lines.size(); ++i) {
    for (std::string_view text : forbidden) {
      if (file.lines[i].find(text) != std::string::npos) {
        found.push_back(violation(file, i, std::string(text) + " is forbidden"));
      }
    }
  }
}

// MACRO and name of a row "MACRO(name, …"; empty macro where the line is no row.
std::pair<std::string, std::string> row_of(const std::string& line) {
  const size_t open = line.find('(');
  if (open == 0 || open == std::string::npos) return {};
  for (char c : line.substr(0, open)) {
    if ((c < 'A' || c > 'Z') && c != '_') return {};
  }
  return {line.substr(0, open), line.substr(open + 1, line.find_first_of(",)", open) - open - 1)};
}

}  // namespace

Violations check_lists(const Tree& tree) {
  Violations found;
  for (const SourceFile& file : tree) {
    if (!is_list(file.path) || file.path.ends_with("/kernels.def")) continue;
    std::map<std::string, std::string> last;
    for (size_t i = 0; i < file.lines.size(); ++i) {
      const auto [macro, name] = row_of(file.lines[i]);
      if (macro.empty()) continue;
      std::string& before = last[macro];
      if (name < before) {
        found.push_back(violation(file, i, name + " belongs before " + before));
      } else if (name == before) {
        found.push_back(violation(file, i, name + " is there twice"));
      }
      before = name;
    }
  }
  return found;
}

Violations check_flags(const Tree& tree) {
  Violations found;
  for (const SourceFile& file : tree) {
    if (!is_document(file.path)) find_any(file, kFlags, found);
  }
  return found;
}

Violations check_words(const Tree& tree) {
  Violations found;
  for (const SourceFile& file : tree) find_any(file, kWords, found);
  return found;
}

}  // namespace structure
