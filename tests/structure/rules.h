#pragma once

#include <string>
#include <vector>

#include "tests/structure/tree.h"

namespace structure {

/// Violations, each "path:line: what is wrong".
using Violations = std::vector<std::string>;

/// A folder includes only what stands below it.
Violations check_include_edges(const Tree& tree);
/// Headers stay cheap, and each library is seen by its own folder only.
Violations check_heavy_includes(const Tree& tree);
/// Every .cpp is in `compiled` (paths from the root) and every header is included somewhere.
Violations check_orphans(const Tree& tree, const std::vector<std::string>& compiled);
/// No file grows past the size where a reader gets lost.
Violations check_sizes(const Tree& tree);
/// Headers that are long but not yet too long: worth a look, no failure.
Violations long_headers(const Tree& tree);
/// No file is named after nothing in particular.
Violations check_names(const Tree& tree);
/// Rows of .def lists are sorted, except where their order is priority.
Violations check_lists(const Tree& tree);
/// No compiler flag that changes numerics or ties the binary to one machine.
Violations check_flags(const Tree& tree);
/// No notes about unfinished work.
Violations check_words(const Tree& tree);

/// The source files of a compile_commands.json under `root`, as paths from the root.
std::vector<std::string> compiled_sources(const std::string& compile_commands,
                                          const std::string& root);

std::string violation(const SourceFile& file, size_t line, const std::string& what);

}  // namespace structure
