#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "framework/base/error.h"

namespace cornu {

/// Specialise for each enum that users spell: `static constexpr std::array names = {"valid"sv, …}`,
/// in the order of the enumerators, which count from 0. A name is the JSON spelling.
template <class E>
struct EnumNames;

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires {
  { EnumNames<E>::names.size() } -> std::convertible_to<size_t>;
};

template <NamedEnum E>
constexpr std::string_view enum_name(E value) {
  return EnumNames<E>::names[static_cast<size_t>(value)];
}

/// The index of `name`, or a ValueError that lists the names.
size_t find_choice(std::string_view name, std::span<const std::string_view> names);

template <NamedEnum E>
E enum_value(std::string_view name) {
  return static_cast<E>(find_choice(name, EnumNames<E>::names));
}

template <NamedEnum E>
void append(std::string& out, E value) {
  out += enum_name(value);
}

/// An argument that takes an enumerator or its spelling: `.padding = "same"`.
template <NamedEnum E>
class Choice {
 public:
  constexpr Choice(E value = {}) : value_(value) {}
  Choice(const char* name) : value_(enum_value<E>(name)) {}
  Choice(const std::string& name) : value_(enum_value<E>(name)) {}
  Choice(std::string_view name) : value_(enum_value<E>(name)) {}

  constexpr operator E() const { return value_; }
  std::string text() const { return std::string(enum_name(value_)); }
  friend bool operator==(Choice, Choice) = default;
  friend bool operator==(Choice a, E b) { return a.value_ == b; }

 private:
  E value_;
};

}  // namespace cornu
