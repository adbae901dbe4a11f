#pragma once

#include <optional>
#include <string>
#include <vector>

#include "framework/base/field_containers.h"
#include "framework/base/fields.h"
#include "framework/data/dataset.h"

namespace cornu::data {

/// Names of arrays: one, or a list.
class ArrayNames {
 public:
  ArrayNames() = default;
  ArrayNames(const char* name) : names_{name} {}
  ArrayNames(std::string name) : names_{std::move(name)} {}
  ArrayNames(std::initializer_list<std::string> names) : names_(names), single_(false) {}
  explicit ArrayNames(std::vector<std::string> names) : names_(std::move(names)), single_(false) {}

  const std::vector<std::string>& names() const { return names_; }
  bool single() const { return single_; }

 private:
  std::vector<std::string> names_;
  bool single_ = true;
};

struct NpzOptions {
  std::string path = {};
  ArrayNames x = "x";
  ArrayNames y = "y";
  ArrayNames sample_weight = {};
  std::optional<int64_t> start = {};
  std::optional<int64_t> stop = {};
  static void fields(auto& field, auto& config) {
    field("path", config.path, "The file.", required);
    field("x", config.x,
          "The array of the inputs; a list for several. Where there is no \"x\": the arrays named "
          "like the model's inputs.");
    field("y", config.y,
          "The array of the targets; a list for several; null: none. Where there is no \"y\": the "
          "arrays named like the model's outputs.");
    field("sample_weight", config.sample_weight, "The array of the weights; null: none.");
    field("start", config.start, "The first sample.");
    field("stop", config.stop, "The sample after the last.");
  }
};

/// Samples from the arrays of a NumPy .npz file.
Dataset npz(const NpzOptions& options);

}  // namespace cornu::data

namespace cornu {

/// A name, a list of names, or null.
template <>
struct FieldTraits<data::ArrayNames> {
  using List = FieldTraits<std::vector<std::string>>;
  static std::string type_name() { return "string, list of strings or null"; }
  static Json to_json(const data::ArrayNames& value) {
    if (value.names().empty()) return {};
    return value.single() ? Json(value.names()[0]) : List::to_json(value.names());
  }
  static data::ArrayNames from_json(const Json& json, const ReadContext& context) {
    if (json.is_null()) return {};
    if (json.is_array()) return data::ArrayNames(List::from_json(json, context));
    return FieldTraits<std::string>::from_json(json, context);
  }
  static bool equal(const data::ArrayNames& a, const data::ArrayNames& b) {
    return a.names() == b.names() && a.single() == b.single();
  }
  static size_t hash(const data::ArrayNames& value) { return List::hash(value.names()); }
  static Json schema() {
    return Json::object().set("anyOf",
                              Json::Array{FieldTraits<std::string>::schema(), List::schema(),
                                          Json::object().set("type", "null")});
  }
};

}  // namespace cornu
