#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "framework/base/field_traits.h"

namespace cornu {

/// How much to add or cut around an image: `1` on all sides; `{1, 2}`: above and below, left and
/// right; `{{1, 0}, {2, 3}}`: above, below, left, right.
class Margins {
 public:
  using Pair = std::pair<int64_t, int64_t>;

  template <std::integral T>
  Margins(T all) : sides_(2, {static_cast<int64_t>(all), static_cast<int64_t>(all)}) {}
  Margins(std::initializer_list<int64_t> sides) {
    for (const int64_t side : sides) sides_.emplace_back(side, side);
  }
  Margins(std::initializer_list<std::initializer_list<int64_t>> sides);
  explicit Margins(std::vector<Pair> sides) : sides_(std::move(sides)) {}

  /// Before and after, for each axis.
  const std::vector<Pair>& sides() const { return sides_; }
  /// ValueError naming the owner's argument unless there are two pairs of numbers from 0.
  void check(std::string_view owner, std::string_view argument) const;
  friend bool operator==(const Margins&, const Margins&) = default;

 private:
  std::vector<Pair> sides_;
};

template <>
struct FieldTraits<Margins> {
  static std::string type_name() { return "integer, or list of two integers or pairs"; }
  static Json to_json(const Margins& value);
  static Margins from_json(const Json& json, const ReadContext& context);
  static bool equal(const Margins& a, const Margins& b) { return a == b; }
  static size_t hash(const Margins& value);
  static Json schema();
};

}  // namespace cornu
