#pragma once

#include <string>
#include <vector>

namespace cornu {

/// A table of fixed width with a heavy frame around its head, as Python's rich draws it.
class TextTable {
 public:
  enum class Align { left, center, right };
  struct Column {
    std::string title;
    Align align;
    int width;  ///< Wanted; all are narrowed alike until the table fits.
  };

  TextTable(std::vector<Column> columns, int width);
  void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  std::string text() const;

 private:
  void rule(std::string& out, const char* left, const char* line, const char* cross,
            const char* right) const;
  void row(std::string& out, const std::vector<std::string>& cells, const char* bar,
           bool at_bottom) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace cornu
