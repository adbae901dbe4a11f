#include "framework/base/strings.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "framework/base/text.h"

namespace cornu {

namespace {

/// Insertions, deletions, replacements and swaps of neighbours; letters compared without case.
size_t edit_distance(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  const auto same = [&](size_t i, size_t j) { return lower(a[i]) == lower(b[j]); };
  std::vector<size_t> before, above, row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 0; i < a.size(); ++i) {
    before = above;
    above = row;
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = std::min({above[j + 1] + 1, row[j] + 1, above[j] + (same(i, j) ? 0 : 1)});
      if (i > 0 && j > 0 && same(i, j - 1) && same(i - 1, j))
        row[j + 1] = std::min(row[j + 1], before[j - 1] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::string number_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  // Python writes an exponent below 1e-4 and from 1e16 on; to_chars alone takes the shorter form.
  char buffer[40];
  const double size = std::abs(value);
  const bool plain = value == 0 || (size >= 1e-4 && size < 1e16);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, format).ptr;
  std::string text(buffer, end);
  if (plain && text.find('.') == std::string::npos) text += ".0";
  return text;
}

void append(std::string& out, double value) { out += number_text(value); }

std::string quote(std::string_view text) {
  constexpr size_t kLongest = 200;
  std::string out = "\"";
  size_t at = 0;
  while (at < text.size() && at < kLongest) {
    const size_t length = std::max<size_t>(1, printable_length(text.substr(at)));
    if (text[at] == '"' || text[at] == '\\') out += '\\';
    out += printable(text.substr(at, length));
    at += length;
  }
  return out + (at < text.size() ? "…\"" : "\"");
}

std::string suggest(std::string_view name, std::span<const std::string> known) {
  if (known.empty()) return "";
  const std::string_view asked = name.substr(0, 64);  // distance is quadratic: names may be hostile
  std::string_view nearest;
  size_t best = std::max<size_t>(1, asked.size() / 3) + 1;
  for (const std::string& candidate : known) {
    if (candidate.size() > 64) continue;
    // A name without a letter in common is no suggestion, however short both are.
    if (const size_t distance = edit_distance(asked, candidate);
        distance < best && distance < std::max(asked.size(), candidate.size())) {
      best = distance;
      nearest = candidate;
    }
  }
  if (!nearest.empty()) return concat(" Did you mean ", quote(nearest), "?");
  std::vector<std::string> listed;
  for (const std::string& candidate : known) {
    if (listed.size() == 20) {
      listed.push_back("…");
      break;
    }
    listed.push_back(quote(candidate));
  }
  return " Known: " + join(listed) + ".";
}

std::string snake_case(std::string_view class_name) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  std::string word;
  for (const char c : class_name)
    if (upper(c) || small(c) || (c >= '0' && c <= '9') || c == '_') word += c;
  // (.)([A-Z][a-z]+) → \1_\2 : a capital that starts a lower-case run, matches not overlapping.
  std::string first;
  for (size_t i = 0; i < word.size();) {
    if (i + 2 < word.size() && upper(word[i + 1]) && small(word[i + 2])) {
      first += word[i];
      first += '_';
      first += word[i + 1];
      for (i += 2; i < word.size() && small(word[i]); ++i) first += word[i];
    } else {
      first += word[i++];
    }
  }
  std::string out;  // ([a-z])([A-Z]) → \1_\2
  for (size_t i = 0; i < first.size(); ++i) {
    if (i > 0 && small(first[i - 1]) && upper(first[i])) out += '_';
    out += upper(first[i]) ? static_cast<char>(first[i] + 32) : first[i];
  }
  return out;
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return text.starts_with(prefix); });
}

}  // namespace cornu
