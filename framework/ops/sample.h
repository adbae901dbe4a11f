#pragma once

#include <array>

#include "framework/base/choice.h"
#include "framework/base/config_value.h"
#include "framework/ops/operand.h"

namespace cornu {

/// What lies outside: k k a b k k, a a a b b b, a b a b a b, c b a b c b, b a a b b a.
enum class CoordinatesFill : uint8_t { constant, nearest, wrap, mirror, reflect };
template <>
struct EnumNames<CoordinatesFill> {
  static constexpr std::array<std::string_view, 5> names = {"constant", "nearest", "wrap", "mirror",
                                                            "reflect"};
};

struct SampleAttrs {
  int64_t axis = 0;
  bool batched = false;
  bool linear = true;
  Choice<CoordinatesFill> fill = CoordinatesFill::constant;
  double fill_value = 0;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The first axis of x that the coordinates count along.");
    field("batched", config.batched, "The axes before it have coordinates of their own each.");
    field("linear", config.linear, "Between both neighbours, else the nearer one, halves to even.");
    field("fill", config.fill, "What lies outside.");
    field("fill_value", config.fill_value, "The constant that lies outside.");
  }
};

/// An index as one inside, or -1 where it lies outside, a constant.
inline int64_t folded_index(int64_t index, int64_t size, CoordinatesFill fill) {
  if (static_cast<uint64_t>(index) < static_cast<uint64_t>(size)) return index;
  const auto modulo = [index](int64_t period) { return (index % period + period) % period; };
  switch (fill) {
    case CoordinatesFill::nearest:
      return index < 0 ? 0 : size - 1;
    case CoordinatesFill::wrap:
      return modulo(size);
    case CoordinatesFill::mirror: {
      const int64_t period = size > 1 ? 2 * (size - 1) : 1, place = modulo(period);
      return place < size ? place : period - place;
    }
    case CoordinatesFill::reflect: {
      const int64_t place = modulo(2 * size);
      return place < size ? place : 2 * size - 1 - place;
    }
    default:
      return -1;
  }
}

/// x as [outer, sizes…, inner] and its coordinates: an array of `points` each for one of x's
/// sampled axes, for each of `outer` or for all alike.
struct Sampling {
  Sampling(const SampleAttrs& attrs, const Shape& x, const Shape& coordinates);

  int64_t outer = 1, elements = 1, inner = 1, points = 1;  ///< elements: the product of sizes
  std::vector<int64_t> sizes, strides;
};

/// Values of x between its elements: coordinates are [axes, points…], of which `batched` ones begin
/// with the axes of x before `axis`. The result is x with the points in place of its axes. Both are
/// float32 or float64.
Tensor sample(const Tensor& x, const Tensor& coordinates, const SampleAttrs& attrs);

}  // namespace cornu
