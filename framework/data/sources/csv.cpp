#include "framework/data/sources/csv.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/data/csv_table.h"
#include "framework/data/find_data.h"
#include "framework/data/source.h"
#include "framework/runtime/process.h"

namespace cornu {

namespace {

using data::Column;
using data::Columns;

size_t index_of(const CsvTable& table, const Column& column) {
  if (column.number() >= 0 || column.name().empty()) {
    if (column.number() < static_cast<int64_t>(table.columns()))
      return static_cast<size_t>(column.number());
    fail<ConfigError>("Csv: ", table.name(), " has ", table.columns(), " columns, no column ",
                      column.number(), ".");
  }
  const std::vector<std::string>& names = table.header();
  const auto found = std::find(names.begin(), names.end(), column.name());
  if (found != names.end() && std::find(found + 1, names.end(), column.name()) != names.end())
    fail<ConfigError>("Csv: ", table.name(), " has several columns ", quote(column.name()),
                      ".\n  hint: name columns by number, from 0.");
  if (found != names.end()) return static_cast<size_t>(found - names.begin());
  if (names.empty())
    fail<ConfigError>("Csv: ", table.name(), " has no header: there is no column ",
                      quote(column.name()), ".\n  hint: name columns by number, from 0.");
  fail<ConfigError>("Csv: ", table.name(), " has no column ", quote(column.name()), ".",
                    suggest(column.name(), names));
}

std::vector<size_t> indices_of(const CsvTable& table, const std::vector<Column>& columns) {
  std::vector<size_t> indices;
  indices.reserve(columns.size());
  for (const Column& column : columns) indices.push_back(index_of(table, column));
  return indices;
}

float number_at(const CsvTable& table, size_t row, size_t column) {
  if (const std::optional<double> value = table.number(row, column))
    return static_cast<float>(*value);
  const std::string_view cell = table.cell(row, column);
  if (cell.empty()) fail<FileError>(table.place(row, column), ": the value is missing.");
  fail<FileError>(table.place(row, column), ": ", quote(cell), " is no number.");
}

/// Numbers: [rows, columns], or [rows] of one column alone.
Tensor numbers_of(const CsvTable& table, const std::vector<size_t>& columns, bool single) {
  std::vector<float> values;
  values.reserve(table.rows() * columns.size());
  for (size_t row = 0; row < table.rows(); ++row)
    for (const size_t column : columns) values.push_back(number_at(table, row, column));
  Shape shape{static_cast<int64_t>(table.rows())};
  if (!single) shape.push_back(static_cast<int64_t>(columns.size()));
  return Tensor::from_host({DType::f32, shape, default_device()}, values.data());
}

/// The different texts of a column, sorted.
std::vector<std::string> texts_of(const CsvTable& table, size_t column) {
  std::set<std::string, std::less<>> found;
  for (size_t row = 0; row < table.rows(); ++row) {
    const std::string_view cell = table.cell(row, column);
    if (cell.empty()) fail<FileError>(table.place(row, column), ": the class is missing.");
    if (!is_utf8(cell))
      fail<FileError>(table.place(row, column), ": the class ", quote(cell),
                      " is no UTF-8.\n  hint: convert the file, as with iconv -f latin1 -t utf-8.");
    if (!found.contains(cell)) found.emplace(cell);
  }
  return {found.begin(), found.end()};
}

/// The numbers of the classes that a column's cells mean: by name, or numbers already.
Tensor labels_of(const CsvTable& table, size_t column, const std::vector<std::string>& names) {
  std::map<std::string, int32_t, std::less<>> numbers;
  for (const std::string& name : names) numbers.emplace(name, static_cast<int32_t>(numbers.size()));
  const bool are_numbers = table.is_numeric(column) && !numbers.contains(table.cell(0, column));
  std::vector<int32_t> labels;
  for (size_t row = 0; row < table.rows(); ++row) {
    const std::string_view cell = table.cell(row, column);
    const auto found = numbers.find(cell);
    const double number = table.number(row, column).value_or(-1);
    if (found != numbers.end())
      labels.push_back(found->second);
    else if (are_numbers && number >= 0 && number < static_cast<double>(names.size()) &&
             number == std::floor(number))
      labels.push_back(static_cast<int32_t>(number));
    else if (are_numbers)
      fail<FileError>(table.place(row, column), ": ", quote(cell),
                      " is the number of no class: there are ", names.size(), ", from 0.");
    else
      fail<FileError>(table.place(row, column), ": ", quote(cell), " is no class.",
                      suggest(cell, names));
  }
  return Tensor::from_host(
      {DType::i32, Shape{static_cast<int64_t>(labels.size())}, default_device()}, labels.data());
}

/// Reads the columns of a file into the arrays of a data set.
class Reader {
 public:
  Reader(const CsvTable& table, const data::CsvOptions& options)
      : table_(table), options_(options), has_names_(!options.class_names.empty()) {
    const bool one_target =
        options.y.groups().size() == 1 && options.y.groups()[0].second.size() == 1;
    if (has_names_ && !one_target)
      fail<ConfigError>("Csv: \"class_names\" are those of one target: \"y\" must be one column.");
  }

  Dataset read() {
    const TensorStruct x =
        options_.x.empty() ? numbers_of(table_, rest(), false) : tensors(options_.x, Role::inputs);
    const TensorStruct y = tensors(options_.y, Role::targets),
                       weights = tensors(options_.sample_weight, Role::weights);
    return data::from_arrays(x, y, weights).with_class_names(class_names_);
  }

 private:
  /// All columns that are neither targets nor weights.
  std::vector<size_t> rest() const {
    std::set<size_t> used;
    for (const Columns* columns : {&options_.y, &options_.sample_weight})
      for (const Columns::Group& group : columns->groups())
        for (const size_t column : indices_of(table_, group.second)) used.insert(column);
    std::vector<size_t> left;
    for (size_t column = 0; column < table_.columns(); ++column)
      if (!used.contains(column)) left.push_back(column);
    if (left.empty())
      fail<ConfigError>("Csv: ", table_.name(), " has no column beside the targets and weights.");
    return left;
  }

  enum class Role { inputs, targets, weights };

  TensorStruct tensors(const Columns& columns, Role role) {
    std::vector<NamedTensor> made;
    for (const auto& [name, group] : columns.groups()) {
      const std::vector<size_t> indices = indices_of(table_, group);
      const bool single = role != Role::inputs && indices.size() == 1;
      const bool classes = role == Role::targets && single && are_classes(indices[0]);
      made.emplace_back(name,
                        classes ? classes_of(indices[0]) : numbers_of(table_, indices, single));
    }
    if (made.empty()) return {};
    return columns.named() ? TensorStruct(std::move(made)) : TensorStruct(made[0].second);
  }

  /// Text, or what "class_names" says. A column of numbers in which something else stands is more
  /// likely a mistake.
  bool are_classes(size_t column) const {
    if (has_names_) return true;
    std::optional<size_t> text, number;
    for (size_t row = 0; row < table_.rows(); ++row)
      if (!table_.cell(row, column).empty()) (table_.number(row, column) ? number : text) = row;
    if (text && number)
      fail<FileError>(table_.place(*text, column), ": ", quote(table_.cell(*text, column)),
                      " is no number, but line ", table_.line(*number),
                      " has one.\n  hint: mend it, or name all classes in \"class_names\".");
    return text.has_value();
  }

  Tensor classes_of(size_t column) {
    std::vector<std::string> names = has_names_ ? options_.class_names : texts_of(table_, column);
    Tensor labels = labels_of(table_, column, names);
    // Of several outputs nobody could say whose classes they are.
    if (options_.y.groups().size() == 1) class_names_ = std::move(names);
    return labels;
  }

  const CsvTable& table_;
  const data::CsvOptions& options_;
  const bool has_names_;
  std::vector<std::string> class_names_;
};

Dataset load(const data::CsvOptions& options, const std::vector<std::string>& folders) {
  if (options.separator.size() != 1)
    fail<ConfigError>("Csv: \"separator\" must be one character, not ", quote(options.separator),
                      ".");
  const std::string path = find_data(options.path, folders, "a relative path is looked for there.");
  const CsvTable table =
      read_csv(path, {.separator = options.separator[0], .header = options.header});
  if (table.rows() == 0) fail<FileError>(path, ": there are no lines below the header.");
  return rows_of(Reader(table, options).read(), options.start, options.stop);
}

Json column_to_json(const Column& column) {
  return column.number() >= 0 ? Json(column.number()) : Json(column.name());
}

Column column_from_json(const Json& json, const ReadContext& context) {
  if (json.is_string()) return json.as_string();
  if (json.is_int() && json.as_int() >= 0) return json.as_int();
  fail_expected("a column: its name, or its number from 0", json, context);
}

std::vector<Column> list_from_json(const Json& json, const ReadContext& context) {
  if (!json.is_array()) return {column_from_json(json, context)};
  std::vector<Column> columns;
  for (const Json& each : json.as_array()) columns.push_back(column_from_json(each, context));
  if (columns.empty()) fail_expected("a list of at least one column", json, context);
  return columns;
}

}  // namespace

Json FieldTraits<data::Columns>::to_json(const Columns& value) {
  const auto list = [](const std::vector<Column>& columns) {
    Json::Array names;
    for (const Column& column : columns) names.push_back(column_to_json(column));
    return Json(names);
  };
  if (value.empty()) return {};
  if (value.single()) return column_to_json(value.groups()[0].second[0]);
  if (!value.named()) return list(value.groups()[0].second);
  Json object = Json::object();
  for (const auto& [name, columns] : value.groups()) object.set(name, list(columns));
  return object;
}

Columns FieldTraits<data::Columns>::from_json(const Json& json, const ReadContext& context) {
  if (json.is_null()) return {};
  if (json.is_array()) return Columns(list_from_json(json, context));
  if (!json.is_object()) return column_from_json(json, context);
  std::map<std::string, std::vector<Column>> groups;
  for (const JsonMember& member : json.as_object())
    groups.emplace(member.key, list_from_json(member.value, context));
  return Columns(std::move(groups));
}

Json FieldTraits<data::Columns>::schema() {
  return Json::object().set("type", Json::Array{"string", "integer", "array", "object", "null"});
}

Dataset data::csv(const CsvOptions& options) { return load(options, {"."}); }

constinit const DataSource csv_source = {
    .name = "Csv",
    .doc = "Columns of a CSV file.",
    .config = &config_type<data::CsvOptions>(),
    .files = {"path"},
    .load = [](const ConfigValue& config, const DataRequest& request) {
      return load(config.as<data::CsvOptions>(), request.folders);
    }};

}  // namespace cornu
