#pragma once

#include <array>
#include <vector>

#include "framework/base/choice.h"
#include "framework/tensor/tensor.h"

/// Reading a tensor between its elements: what affine_transform, map_coordinates and
/// elastic_transform share.
namespace cornu {

/// What lies outside: k k a b k k, a a a b b b, a b a b a b, c b a b c b, b a a b b a.
enum class CoordinatesFill : uint8_t { constant, nearest, wrap, mirror, reflect };
template <>
struct EnumNames<CoordinatesFill> {
  static constexpr std::array<std::string_view, 5> names = {"constant", "nearest", "wrap", "mirror",
                                                            "reflect"};
};

/// The same, as far as images are transformed with it.
enum class TransformFill : uint8_t { constant, nearest, wrap, reflect };
template <>
struct EnumNames<TransformFill> {
  static constexpr std::array<std::string_view, 4> names = {"constant", "nearest", "wrap",
                                                            "reflect"};
};

enum class Sampler : uint8_t { nearest, bilinear };
template <>
struct EnumNames<Sampler> {
  static constexpr std::array<std::string_view, 2> names = {"nearest", "bilinear"};
};

/// One place along an axis that a value is made of. Undefined: the weight is 1, the place inside.
struct AxisSample {
  Tensor index, weight, inside;
};

/// The one or two places of coordinates along an axis of `size` elements: the index next to them,
/// halves to even, or both neighbours.
std::vector<AxisSample> axis_samples(const Tensor& coordinates, int64_t size, bool linear,
                                     CoordinatesFill fill);

/// Where sampled values are.
struct Samples {
  std::vector<std::vector<AxisSample>> axes;  ///< of each axis that is sampled
  std::vector<int64_t> sizes;                 ///< the sizes of these axes
  Tensor base;                                ///< where counting starts, of each; undefined: at 0
  double fill_value = 0;                      ///< what lies outside
};

/// The sampled axes of x are one, `axis`. The result has the shape of the coordinates in its place.
Tensor sample(const Tensor& x, int64_t axis, const Samples& samples);

}  // namespace cornu
