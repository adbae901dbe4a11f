#pragma once

#include <string>
#include <string_view>

namespace cornu {

/// Bytes of the UTF-8 character that `text` starts with; 0 where there is none, or one that a
/// terminal would obey rather than show: controls, and marks that reorder text.
size_t printable_length(std::string_view text);

/// Names of files and of what is in them, fit for a terminal: as they are, but for what
/// printable_length() gives 0 for; that is escaped.
std::string printable(std::string_view text);

/// The same of text with lines.
std::string printable_lines(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace cornu
