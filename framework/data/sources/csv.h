#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "framework/base/field_containers.h"
#include "framework/base/fields.h"
#include "framework/data/dataset.h"

namespace cornu::data {

/// A column by its name, or by its number from 0.
class Column {
 public:
  Column(const char* name) : name_(name) {}
  Column(std::string name) : name_(std::move(name)) {}
  Column(int number) : number_(number) {}
  Column(int64_t number) : number_(number) {}
  const std::string& name() const { return name_; }
  /// -1 where it has a name.
  int64_t number() const { return number_; }
  friend bool operator==(const Column&, const Column&) = default;

 private:
  std::string name_;
  int64_t number_ = -1;
};

/// Columns of a table: one, a list that makes one array, or for several inputs or outputs a list
/// for each by its name.
class Columns {
 public:
  Columns() = default;
  Columns(std::nullptr_t) {}
  Columns(Column column) : groups_{{"", {std::move(column)}}}, single_(true) {}
  Columns(const char* name) : Columns(Column(name)) {}
  Columns(std::string name) : Columns(Column(std::move(name))) {}
  Columns(int number) : Columns(Column(number)) {}
  Columns(std::initializer_list<Column> columns) : Columns(std::vector<Column>(columns)) {}
  explicit Columns(std::vector<Column> columns) : groups_{{"", std::move(columns)}} {}
  explicit Columns(std::map<std::string, std::vector<Column>> groups)
      : groups_(groups.begin(), groups.end()), named_(true) {}

  using Group = std::pair<std::string, std::vector<Column>>;
  const std::vector<Group>& groups() const { return groups_; }
  bool empty() const { return groups_.empty(); }
  /// One column alone: an array without a second axis.
  bool single() const { return single_; }
  bool named() const { return named_; }
  friend bool operator==(const Columns&, const Columns&) = default;

 private:
  std::vector<Group> groups_;
  bool single_ = false, named_ = false;
};

struct CsvOptions {
  std::string path = {};
  Columns x = {};
  Columns y = {};
  Columns sample_weight = {};
  std::vector<std::string> class_names = {};
  std::string separator = ",";
  std::optional<bool> header = {};
  std::optional<int64_t> start = {};
  std::optional<int64_t> stop = {};
  static void fields(auto& field, auto& config) {
    field("path", config.path, "The file.", required);
    field("x", config.x,
          "The columns of the inputs, by name or by number from 0; {\"input\": [columns]} for "
          "several inputs; null: all that are neither targets nor weights.");
    field("y", config.y,
          "The column of the targets, or a list, or {\"output\": [columns]}; text means classes; "
          "null: none.");
    field("sample_weight", config.sample_weight, "The column of the weights; null: none.");
    field("class_names", config.class_names,
          "What the classes of the only target are called, in order, where it is text or their "
          "numbers; empty: the texts of the file, sorted.");
    field("separator", config.separator, "The character between cells.");
    field("header", config.header,
          "Whether the first line names the columns; null: where it holds text.");
    field("start", config.start, "The first sample.");
    field("stop", config.stop, "The sample after the last.");
  }
};

/// Samples from the lines of a CSV file: float32 inputs [samples, columns]; targets float32, or
/// int32 labels of classes where they are text. FileError with line and column for whatever is no
/// number.
Dataset csv(const CsvOptions& options);

}  // namespace cornu::data

namespace cornu {

/// A name, a number, a list of them, an object of lists, or null.
template <>
struct FieldTraits<data::Columns> {
  static std::string type_name() { return "column, list of columns, object of these, or null"; }
  static Json to_json(const data::Columns& value);
  static data::Columns from_json(const Json& json, const ReadContext& context);
  static bool equal(const data::Columns& a, const data::Columns& b) { return a == b; }
  static size_t hash(const data::Columns& value) { return to_json(value).hash(); }
  static Json schema();
};

}  // namespace cornu
