#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cornu {

struct JsonSource;
struct JsonMember;

/// A JSON value. Strings, lists and objects are shared until changed, so copies are cheap; objects
/// keep the order of their keys. Values read from a file remember where they stood, so that every
/// later complaint can name the file, line, column and JSON pointer.
class Json {
 public:
  enum class Type : uint8_t { null, boolean, integer, number, string, array, object };
  using Array = std::vector<Json>;
  using Member = JsonMember;
  using Object = std::vector<JsonMember>;

  Json() = default;
  Json(std::nullptr_t) {}
  template <std::same_as<bool> T>
  Json(T value) : value_(value) {}
  template <std::integral T>
  requires(!std::same_as<T, bool> && !std::same_as<T, char>) Json(T value)
      : value_(static_cast<int64_t>(value)) {}
  Json(double value) : value_(value) {}
  Json(std::string value);
  Json(std::string_view value) : Json(std::string(value)) {}
  Json(const char* value) : Json(std::string(value)) {}
  Json(Array elements);
  Json(Object members);
  static Json array() { return Json(Array{}); }
  static Json object();

  Type type() const { return static_cast<Type>(value_.index()); }
  bool is_null() const { return type() == Type::null; }
  bool is_bool() const { return type() == Type::boolean; }
  bool is_int() const { return type() == Type::integer; }
  /// An integer or a number with a fraction.
  bool is_number() const { return is_int() || type() == Type::number; }
  bool is_string() const { return type() == Type::string; }
  bool is_array() const { return type() == Type::array; }
  bool is_object() const { return type() == Type::object; }

  /// The value, or a ConfigError that says what stands there instead, and where.
  bool as_bool() const;
  int64_t as_int() const;
  double as_double() const;
  const std::string& as_string() const;
  const Array& as_array() const;
  const Object& as_object() const;

  /// The member of that name, or null; null also where this is no object.
  const Json* find(std::string_view key) const;
  bool contains(std::string_view key) const { return find(key) != nullptr; }
  /// The member of that name, or a ConfigError.
  const Json& operator[](std::string_view key) const;
  /// The element, or a ConfigError.
  const Json& at(size_t index) const;
  template <std::integral T>  // a plain size_t would be ambiguous with a null pointer for [0]
  const Json& operator[](T index) const {
    return at(static_cast<size_t>(index));
  }
  /// Elements or members; 0 for everything else.
  size_t size() const;

  /// Replaces or appends a member; null becomes an object first.
  Json& set(std::string_view key, Json value);
  void erase(std::string_view key);
  /// Appends an element; null becomes a list first.
  void push_back(Json value);

  /// Same types and values, members in any order; floats bit for bit.
  friend bool operator==(const Json& a, const Json& b);
  size_t hash() const;

  /// As Python's json.dumps writes it, but non-ASCII characters stand as UTF-8. `indent` below
  /// zero: one line.
  std::string dump(int indent = -1) const;

  /// What stands here, for messages: `3.5`, `the string "ten"`, `a list of 3`, `an object`.
  std::string brief() const;
  /// `configs/mnist_mlp.json:14:7 (/model/config)`, or nothing for values that no file holds.
  std::string where() const;
  /// `/model/config/layers/0`; empty for a document's root and for values that no file holds.
  std::string pointer() const;
  /// What the pointer ends in, as a user would say it: `units`, `kernel_size[0]`.
  std::string subject() const;
  /// The name of the file, or nothing.
  std::string source() const;
  int64_t line() const;
  int64_t column() const;

 private:
  friend class JsonBuilder;
  template <class T>
  using Shared = std::shared_ptr<T>;

  std::variant<std::nullptr_t, bool, int64_t, double, Shared<const std::string>, Shared<Array>,
               Shared<Object>>
      value_ = nullptr;
  uint32_t place_ = 0;  // row of source_'s table
  std::shared_ptr<const JsonSource> source_;
};

struct JsonMember {
  std::string key;
  Json value;
};

/// Reads one JSON document; `//` and `/* */` comments and Python's NaN, Infinity and -Infinity are
/// allowed. Refused, with file, line and column: wrong syntax, invalid UTF-8, repeated keys, more
/// than 512 levels, integers beyond 64 bits, numbers beyond double. Without a source name the
/// values have no place.
Json parse_json(std::string_view text, std::string_view source_name);

/// Throws ConfigError: `<message>` and, for a value from a file, `at <where>`.
[[noreturn]] void fail_at(const Json& value, std::string message);

}  // namespace cornu
