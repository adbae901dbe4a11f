#include "framework/base/text.h"

#include <cstdio>

namespace cornu {

namespace {

/// Of a character of UTF-8; 0 where there is none.
struct Character {
  size_t length = 0;
  unsigned code = 0;
};

Character character_of(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return {1, first};
  const size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return {};
  unsigned code = first & (0xffu >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0u) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3fu);
  }
  constexpr unsigned kShortest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kShortest[length] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return {};
  return {length, code};
}

}  // namespace

size_t printable_length(std::string_view text) {
  const auto [length, code] = character_of(text);
  const bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
  const bool reorders = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  return control || reorders ? 0 : length;
}

namespace {

std::string escaped(std::string_view text, bool lines) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const bool ends_line = lines && text[at] == '\n';
    if (const size_t length = ends_line ? 1 : printable_length(text.substr(at)); length > 0) {
      out += text.substr(at, length);
      at += length;
      continue;
    }
    char byte[8];
    std::snprintf(byte, sizeof byte, "\\x%02x",
                  static_cast<unsigned>(static_cast<unsigned char>(text[at++])));
    out += byte;
  }
  return out;
}

}  // namespace

std::string printable(std::string_view text) { return escaped(text, false); }
std::string printable_lines(std::string_view text) { return escaped(text, true); }

bool is_utf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t length = character_of(text.substr(at)).length;
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}  // namespace cornu
