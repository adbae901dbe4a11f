#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cornu {

inline void append(std::string& out, std::string_view text) { out += text; }
inline void append(std::string& out, const char* text) { out += text; }
inline void append(std::string& out, const std::string& text) { out += text; }
inline void append(std::string& out, char text) { out += text; }
template <std::same_as<bool> T>  // a plain bool overload would swallow string literals
void append(std::string& out, T value) {
  out += value ? "true" : "false";
}
template <std::integral T>
requires(!std::same_as<T, bool> && !std::same_as<T, char>) void append(std::string& out, T value) {
  out += std::to_string(value);
}
void append(std::string& out, double value);
inline void append(std::string& out, float value) { append(out, static_cast<double>(value)); }

/// Anything with a member `std::string text() const` appends that.
template <class T>
requires requires(const T& value) {
  { value.text() } -> std::convertible_to<std::string>;
}
void append(std::string& out, const T& value) { out += value.text(); }

/// The parts one after the other: strings, numbers, shapes, specs.
template <class... Parts>
std::string concat(const Parts&... parts) {
  std::string out;
  (append(out, parts), ...);
  return out;
}

/// The elements, separated.
template <class Range>
std::string join(const Range& parts, std::string_view separator = ", ") {
  std::string out;
  bool first = true;
  for (const auto& part : parts) {
    if (!first) out += separator;
    append(out, part);
    first = false;
  }
  return out;
}

/// In double quotes, with quotes, backslashes, controls and what is no UTF-8 escaped, and the end
/// cut at 200 bytes: fit for printing names that come from a file.
std::string quote(std::string_view text);

/// Shortest decimal that reads back as the same double, as Python's repr: "0.1", "1e-07", "2.0".
std::string number_text(double value);

/// ` Did you mean "units"?` where a known name is near, else ` Known: "a", "b", …`.
std::string suggest(std::string_view name, std::span<const std::string> known);
inline std::string suggest(std::string_view name, const std::vector<std::string>& known) {
  return suggest(name, std::span<const std::string>(known));
}

/// `Conv2DTranspose` → `conv2d_transpose`, `PReLU` → `p_re_lu`: Keras's rule.
std::string snake_case(std::string_view class_name);

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> prefixes);

}  // namespace cornu
