#include "framework/model/text_table.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace cornu {

namespace {

constexpr int kPadding = 1;  // on each side of a cell

/// Characters, not bytes, of UTF-8 text.
int width_of(const std::string& text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string cut(const std::string& text, int width) {
  if (width_of(text) <= width) return text;
  std::string out;
  int taken = 0;
  for (const char c : text) {
    if ((c & 0xC0) != 0x80 && ++taken > width - 1) break;
    out += c;
  }
  return out + "…";
}

/// Pieces of spaces before, a word, spaces after; only the first has spaces before it.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  size_t at = 0;
  while (at < text.size()) {
    size_t end = text.find_first_not_of(' ', at);
    end = end == std::string::npos ? text.size() : text.find(' ', end);
    end = end == std::string::npos ? text.size() : text.find_first_not_of(' ', end);
    if (end == std::string::npos) end = text.size();
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

std::string without_end(std::string text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

/// Breaks between words; a word that fits no line is cut.
std::vector<std::string> wrap(const std::string& text, int width) {
  std::vector<std::string> lines(1);
  for (const std::string& word : words_of(text)) {
    const bool fits = width_of(lines.back()) + width_of(without_end(word)) <= width;
    if (!fits && !lines.back().empty()) lines.emplace_back();
    lines.back() += word;
  }
  for (std::string& line : lines) line = cut(without_end(line), width);
  return lines;
}

std::string aligned(const std::string& text, int width, TextTable::Align align) {
  const int room = std::max(0, width - width_of(text));
  const int before = align == TextTable::Align::left     ? 0
                     : align == TextTable::Align::center ? room / 2
                                                         : room;
  return std::string(static_cast<size_t>(before), ' ') + text +
         std::string(static_cast<size_t>(room - before), ' ');
}

}  // namespace

TextTable::TextTable(std::vector<Column> columns, int width) : columns_(std::move(columns)) {
  int total = 0;
  for (Column& column : columns_) total += column.width += 2 * kPadding;
  int excess = total - (width - static_cast<int>(columns_.size()) - 1);
  auto left = static_cast<int>(columns_.size());
  for (Column& column : columns_) {
    if (excess <= 0) break;
    // std::nearbyint rounds halves to even, as Python does
    const auto share = static_cast<int>(std::nearbyint(static_cast<double>(excess) / left--));
    const int taken = std::min(column.width, share);
    column.width -= taken;
    excess -= taken;
  }
}

void TextTable::rule(std::string& out, const char* left, const char* line, const char* cross,
                     const char* right) const {
  out += left;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) out += cross;
    for (int c = 0; c < columns_[i].width; ++c) out += line;
  }
  out += right;
  out += '\n';
}

void TextTable::row(std::string& out, const std::vector<std::string>& cells, const char* bar,
                    bool at_bottom) const {
  std::vector<std::vector<std::string>> lines;
  size_t height = 1;
  for (size_t i = 0; i < columns_.size(); ++i) {
    lines.push_back(wrap(cells[i], columns_[i].width - 2 * kPadding));
    height = std::max(height, lines.back().size());
  }
  for (size_t y = 0; y < height; ++y) {
    out += bar;
    for (size_t i = 0; i < columns_.size(); ++i) {
      const size_t above = at_bottom ? height - lines[i].size() : 0;
      const std::string text = y >= above && y - above < lines[i].size() ? lines[i][y - above] : "";
      out += ' ';
      out += aligned(text, columns_[i].width - 2 * kPadding, columns_[i].align);
      out += ' ';
      out += bar;
    }
    out += '\n';
  }
}

std::string TextTable::text() const {
  std::string out;
  rule(out, "┏", "━", "┳", "┓");
  std::vector<std::string> titles;
  for (const Column& column : columns_) titles.push_back(column.title);
  row(out, titles, "┃", true);
  rule(out, "┡", "━", "╇", "┩");
  for (size_t i = 0; i < rows_.size(); ++i) {
    if (i > 0) rule(out, "├", "─", "┼", "┤");
    row(out, rows_[i], "│", false);
  }
  rule(out, "└", "─", "┴", "┘");
  return out;
}

}  // namespace cornu
