#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "framework/base/field_traits.h"

namespace cornu {

template <class T>
struct FieldTraits<std::optional<T>> {
  using Inner = FieldTraits<T>;
  static std::string type_name() { return Inner::type_name() + " or null"; }
  static Json to_json(const std::optional<T>& value) {
    return value ? Inner::to_json(*value) : Json();
  }
  static std::optional<T> from_json(const Json& json, const ReadContext& context) {
    if (json.is_null()) return std::nullopt;
    return Inner::from_json(json, context);
  }
  static bool equal(const std::optional<T>& a, const std::optional<T>& b) {
    return a.has_value() == b.has_value() && (!a || Inner::equal(*a, *b));
  }
  static size_t hash(const std::optional<T>& value) {
    return value ? hash_combine(5, Inner::hash(*value)) : 5;
  }
  static Json schema() {
    return Json::object().set("anyOf",
                              Json::Array{Inner::schema(), Json::object().set("type", "null")});
  }
};

/// An element of a list or a map. A type whose null means "none given" reads elements its own way:
/// there null is refused.
template <class T>
T element_from_json(const Json& json, const ReadContext& context) {
  if constexpr (requires { FieldTraits<T>::element_from_json(json, context); })
    return FieldTraits<T>::element_from_json(json, context);
  else
    return FieldTraits<T>::from_json(json, context);
}

/// The elements of a JSON list; throws where it is none.
const Json::Array& list_of(const Json& json, const ReadContext& context);
/// `kernel_size[1]`: the name of an element, for values that no file holds.
std::string element_name(const ReadContext& context, size_t index);

template <class T>
struct FieldTraits<std::vector<T>> {
  using Inner = FieldTraits<T>;
  static std::string type_name() { return "list of " + Inner::type_name(); }
  static Json to_json(const std::vector<T>& values) {
    Json::Array elements;
    for (const T& value : values) elements.push_back(Inner::to_json(value));
    return elements;
  }
  static std::vector<T> from_json(const Json& json, const ReadContext& context) {
    std::vector<T> values;
    for (const Json& element : list_of(json, context)) {
      const std::string name = element_name(context, values.size());
      ReadContext inner = context;
      inner.field = name;
      values.push_back(element_from_json<T>(element, inner));
    }
    return values;
  }
  static bool equal(const std::vector<T>& a, const std::vector<T>& b) {
    if (a.size() != b.size()) return false;
    for (size_t i = 0; i < a.size(); ++i)
      if (!Inner::equal(a[i], b[i])) return false;
    return true;
  }
  static size_t hash(const std::vector<T>& values) {
    size_t seed = values.size();
    for (const T& value : values) seed = hash_combine(seed, Inner::hash(value));
    return seed;
  }
  static Json schema() { return Json::object().set("type", "array").set("items", Inner::schema()); }
};

template <class A, class B>
struct FieldTraits<std::pair<A, B>> {
  using First = FieldTraits<A>;
  using Second = FieldTraits<B>;
  static std::string type_name() {
    return "pair of " + First::type_name() + " and " + Second::type_name();
  }
  static Json to_json(const std::pair<A, B>& value) {
    return Json::Array{First::to_json(value.first), Second::to_json(value.second)};
  }
  static std::pair<A, B> from_json(const Json& json, const ReadContext& context) {
    if (list_of(json, context).size() != 2) fail_expected("a list of 2", json, context);
    const std::string names[] = {element_name(context, 0), element_name(context, 1)};
    ReadContext first = context, second = context;
    first.field = names[0];
    second.field = names[1];
    return {First::from_json(json[0], first), Second::from_json(json[1], second)};
  }
  static bool equal(const std::pair<A, B>& a, const std::pair<A, B>& b) {
    return First::equal(a.first, b.first) && Second::equal(a.second, b.second);
  }
  static size_t hash(const std::pair<A, B>& value) {
    return hash_combine(First::hash(value.first), Second::hash(value.second));
  }
  static Json schema() {
    return Json::object()
        .set("type", "array")
        .set("prefixItems", Json::Array{First::schema(), Second::schema()});
  }
};

template <class T>
struct FieldTraits<std::map<std::string, T>> {
  using Inner = FieldTraits<T>;
  static std::string type_name() { return "object of " + Inner::type_name(); }
  static Json to_json(const std::map<std::string, T>& values) {
    Json object = Json::object();
    for (const auto& [key, value] : values) object.set(key, Inner::to_json(value));
    return object;
  }
  static std::map<std::string, T> from_json(const Json& json, const ReadContext& context) {
    if (!json.is_object()) fail_expected("an object", json, context);
    std::map<std::string, T> values;
    for (const auto& [key, value] : json.as_object()) {
      ReadContext inner = context;
      inner.field = key;
      values.emplace(key, element_from_json<T>(value, inner));
    }
    return values;
  }
  static bool equal(const std::map<std::string, T>& a, const std::map<std::string, T>& b) {
    if (a.size() != b.size()) return false;
    for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j)
      if (i->first != j->first || !Inner::equal(i->second, j->second)) return false;
    return true;
  }
  static size_t hash(const std::map<std::string, T>& values) {
    size_t seed = values.size();
    for (const auto& [key, value] : values)
      seed = hash_combine(hash_combine(seed, hash_of(key)), Inner::hash(value));
    return seed;
  }
  static Json schema() {
    return Json::object().set("type", "object").set("additionalProperties", Inner::schema());
  }
};

}  // namespace cornu
