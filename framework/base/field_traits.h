#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "framework/base/choice.h"
#include "framework/base/hash.h"
#include "framework/base/json.h"

namespace cornu {

/// What a reader of JSON knows beside the value.
struct ReadContext {
  std::string_view owner = {};  ///< Whose arguments are read, for messages: `Dense`.
  std::string_view field = {};  ///< The argument being read.
  std::span<const std::string_view> also_known = {};  ///< Keys that the caller reads itself.
  bool ignore_unknown_nulls = false;  ///< Keras's newer versions write keys of value null.
  void* shared = nullptr;  ///< For the FieldTraits of higher levels: objects read so far, graphs …
};

/// Throws ConfigError: `Dense: "units" must be an integer, not 3.5.` and the place.
[[noreturn]] void fail_expected(std::string_view what, const Json& got, const ReadContext& context);

/// How a type stands in a configuration. To let a type be a field, specialise with
///     static std::string type_name();                      // for describe: `integer`
///     static Json to_json(const T&);
///     static T from_json(const Json&, const ReadContext&); // throws ConfigError
///     static bool equal(const T&, const T&);
///     static size_t hash(const T&);
///     static Json schema();                                // JSON Schema of the value
template <class T>
struct FieldTraits;

template <>
struct FieldTraits<bool> {
  static std::string type_name() { return "boolean"; }
  static Json to_json(bool value) { return value; }
  static bool from_json(const Json& json, const ReadContext& context);
  static bool equal(bool a, bool b) { return a == b; }
  static size_t hash(bool value) { return hash_combine(2, value); }
  static Json schema();
};

template <>
struct FieldTraits<int64_t> {
  static std::string type_name() { return "integer"; }
  static Json to_json(int64_t value) { return value; }
  /// Refuses numbers with a fraction, 3.0 too: what counts is written as an integer.
  static int64_t from_json(const Json& json, const ReadContext& context);
  static bool equal(int64_t a, int64_t b) { return a == b; }
  static size_t hash(int64_t value) { return hash_combine(3, static_cast<size_t>(value)); }
  static Json schema();
};

template <>
struct FieldTraits<double> {
  static std::string type_name() { return "number"; }
  static Json to_json(double value) { return value; }
  static double from_json(const Json& json, const ReadContext& context);
  static bool equal(double a, double b) {
    return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
  }
  static size_t hash(double value) { return hash_of(value); }
  static Json schema();
};

template <>
struct FieldTraits<std::string> {
  static std::string type_name() { return "string"; }
  static Json to_json(const std::string& value) { return value; }
  static std::string from_json(const Json& json, const ReadContext& context);
  static bool equal(const std::string& a, const std::string& b) { return a == b; }
  static size_t hash(const std::string& value) { return hash_of(value); }
  static Json schema();
};

template <>
struct FieldTraits<Json> {
  static std::string type_name() { return "any"; }
  static Json to_json(const Json& value) { return value; }
  static Json from_json(const Json& json, const ReadContext&) { return json; }
  static bool equal(const Json& a, const Json& b) { return a == b; }
  static size_t hash(const Json& value) { return value.hash(); }
  static Json schema() { return Json::object(); }
};

/// What all enums share.
struct ChoiceField {
  static std::string type_name(std::span<const std::string_view> names);
  static size_t from_json(const Json& json, const ReadContext& context,
                          std::span<const std::string_view> names);
  static Json schema(std::span<const std::string_view> names);
};

template <NamedEnum E>
struct FieldTraits<E> {
  static std::string type_name() { return ChoiceField::type_name(EnumNames<E>::names); }
  static Json to_json(E value) { return enum_name(value); }
  static E from_json(const Json& json, const ReadContext& context) {
    return static_cast<E>(ChoiceField::from_json(json, context, EnumNames<E>::names));
  }
  static bool equal(E a, E b) { return a == b; }
  static size_t hash(E value) { return hash_combine(4, static_cast<size_t>(value)); }
  static Json schema() { return ChoiceField::schema(EnumNames<E>::names); }
};

template <class E>
struct FieldTraits<Choice<E>> : FieldTraits<E> {};

}  // namespace cornu
