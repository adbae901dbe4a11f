#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "framework/base/bytes.h"

namespace cornu {

struct CsvFormat {
  char separator = ',';
  /// Whether the first line names the columns; nothing: where one of its cells is no number.
  std::optional<bool> header = {};
};

/// The cells of a CSV file: quoted or not, any line ends, a byte-order mark or none.
class CsvTable {
 public:
  /// FileError with the line where lines have different numbers of cells or a quote is not closed.
  CsvTable(std::span<const std::byte> file, std::string name, const CsvFormat& format = {});

  size_t rows() const { return lines_.size(); }
  int64_t line(size_t row) const { return lines_[row]; }
  size_t columns() const { return columns_; }
  /// The columns' names; empty where the file has no header.
  const std::vector<std::string>& header() const { return header_; }
  std::string_view cell(size_t row, size_t column) const;
  /// The number in a cell, or nothing.
  std::optional<double> number(size_t row, size_t column) const;
  /// Whether every cell of a column is a number or empty.
  bool is_numeric(size_t column) const;
  /// `prices.csv: line 7, column "age"`, for messages.
  std::string place(size_t row, size_t column) const;
  /// `column "age"`, or `column 3` where columns have no names.
  std::string column_name(size_t column) const;
  const std::string& name() const { return name_; }

 private:
  friend struct CsvCollector;

  std::string name_, text_;     // the cells, one after the other
  std::vector<size_t> ends_;    // of each cell in text_
  std::vector<int64_t> lines_;  // where each row ends
  std::vector<std::string> header_;
  size_t columns_ = 0;
};

/// Text as a cell of such a file: in quotes only where it must be.
std::string csv_cell(const std::string& text, char separator = ',');

CsvTable read_csv(const std::string& path, const CsvFormat& format = {});

}  // namespace cornu
