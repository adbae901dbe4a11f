#include "framework/data/csv_table.h"

#include <csv.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/strings.h"

namespace cornu {

namespace {

std::optional<double> number_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = !text.empty() && read.ptr == text.data() + text.size();
  return whole && read.ec == std::errc() ? std::optional(value) : std::nullopt;
}

}  // namespace

/// What libcsv calls while it reads.
struct CsvCollector {
  CsvTable& table;
  int64_t line = 0;
  size_t cells = 0;    // of the row that is being read
  int64_t uneven = 0;  // the first line with another number of cells
  size_t uneven_cells = 0;

  void cell(const void* text, size_t size) {
    table.text_.append(static_cast<const char*>(text), size);
    table.ends_.push_back(table.text_.size());
    ++cells;
  }
  void row() {
    if (table.lines_.empty()) table.columns_ = cells;
    if (cells != table.columns_ && uneven == 0) {
      uneven = line;
      uneven_cells = cells;
    }
    table.lines_.push_back(line);
    cells = 0;
  }
};

namespace {

void on_cell(void* text, size_t size, void* collector) {
  static_cast<CsvCollector*>(collector)->cell(text, size);
}
void on_row(int, void* collector) { static_cast<CsvCollector*>(collector)->row(); }

using Parser = std::unique_ptr<csv_parser, decltype(&csv_free)>;

/// Line by line, so that it is known where a row stands.
void parse(std::string_view file, char separator, CsvCollector& collector) {
  csv_parser state{};
  csv_init(&state, CSV_STRICT | CSV_STRICT_FINI);
  const Parser parser(&state, &csv_free);
  csv_set_delim(&state, static_cast<unsigned char>(separator));
  const auto check = [&](bool good) {
    if (!good)
      fail<FileError>(collector.table.name(), ": line ", collector.line,
                      ": a quote is not closed, or text follows it.");
  };
  while (!file.empty()) {
    ++collector.line;
    const std::string_view line = file.substr(0, file.find('\n') + 1);  // npos + 1 is 0
    const size_t size = line.empty() ? file.size() : line.size();
    check(csv_parse(&state, file.data(), size, on_cell, on_row, &collector) == size);
    file.remove_prefix(size);
  }
  check(csv_fini(&state, on_cell, on_row, &collector) == 0);
}

}  // namespace

CsvTable::CsvTable(std::span<const std::byte> file, std::string name, const CsvFormat& format)
    : name_(std::move(name)) {
  std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.find('\0') != std::string_view::npos)
    fail<FileError>(name_, ": it holds bytes of value 0: it is no text.");
  CsvCollector collector{*this};
  parse(text, format.separator, collector);
  if (rows() == 0) fail<FileError>(name_, ": it has no lines.");
  if (collector.uneven > 0)
    fail<FileError>(name_, ": line ", collector.uneven, " has ", collector.uneven_cells,
                    collector.uneven_cells == 1 ? " cell" : " cells", ", the first line ", columns_,
                    ".\n  hint: is ", quote(std::string(1, format.separator)), " the separator?");
  bool named = false;
  for (size_t column = 0; column < columns_; ++column)
    named = named || (!number(0, column) && !cell(0, column).empty());
  if (!format.header.value_or(named)) return;
  for (size_t column = 0; column < columns_; ++column) header_.emplace_back(cell(0, column));
  text_.erase(0, ends_[columns_ - 1]);
  const size_t gone = ends_[columns_ - 1];
  ends_.erase(ends_.begin(), ends_.begin() + static_cast<std::ptrdiff_t>(columns_));
  for (size_t& end : ends_) end -= gone;
  lines_.erase(lines_.begin());
}

std::string_view CsvTable::cell(size_t row, size_t column) const {
  const size_t i = row * columns_ + column, begin = i == 0 ? 0 : ends_[i - 1];
  return std::string_view(text_).substr(begin, ends_[i] - begin);
}

std::optional<double> CsvTable::number(size_t row, size_t column) const {
  return number_of(cell(row, column));
}

bool CsvTable::is_numeric(size_t column) const {
  for (size_t row = 0; row < rows(); ++row)
    if (!cell(row, column).empty() && !number(row, column)) return false;
  return true;
}

std::string CsvTable::column_name(size_t column) const {
  return header_.empty() ? concat("column ", column) : concat("column ", quote(header_[column]));
}

std::string CsvTable::place(size_t row, size_t column) const {
  return concat(name_, ": line ", lines_[row], ", ", column_name(column));
}

std::string csv_cell(const std::string& text, char separator) {
  if (text.find_first_of(concat("\"\r\n", std::string(1, separator))) == std::string::npos)
    return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

CsvTable read_csv(const std::string& path, const CsvFormat& format) {
  const auto is_text = [](std::span<const std::byte> file) {
    return std::find(file.begin(), file.end(), std::byte{}) == file.end();
  };
  return CsvTable(read_file(path, is_text), path, format);
}

}  // namespace cornu
