#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "framework/base/field_containers.h"

namespace cornu {

/// An argument that is no number, one, or a list: thresholds.
class Numbers {
 public:
  Numbers() = default;
  Numbers(double number) : values_{number}, single_(true) {}
  Numbers(std::initializer_list<double> numbers) : values_(numbers) {}
  explicit Numbers(std::vector<double> numbers) : values_(std::move(numbers)) {}

  bool given() const { return !values_.empty(); }
  bool single() const { return single_; }
  const std::vector<double>& values() const { return values_; }
  friend bool operator==(const Numbers&, const Numbers&) = default;

 private:
  std::vector<double> values_;
  bool single_ = false;  // written as a number, not a list
};

template <>
struct FieldTraits<Numbers> {
  using List = FieldTraits<std::vector<double>>;
  static std::string type_name() { return "number, list of numbers or null"; }
  static Json to_json(const Numbers& value) {
    if (!value.given()) return {};
    return value.single() ? Json(value.values()[0]) : List::to_json(value.values());
  }
  static Numbers from_json(const Json& json, const ReadContext& context) {
    if (json.is_null()) return {};
    // Keras writes what it made a tensor of so, though it cannot read it back.
    if (json.is_object() && json["class_name"].as_string() == "__tensor__")
      return from_json(json["config"]["value"], context);
    if (json.is_number()) return FieldTraits<double>::from_json(json, context);
    return Numbers(List::from_json(json, context));
  }
  static bool equal(const Numbers& a, const Numbers& b) { return a == b; }
  static size_t hash(const Numbers& value) { return List::hash(value.values()); }
  static Json schema() {
    return Json::object().set("type", Json::Array{"number", "array", "null"});
  }
};

}  // namespace cornu
