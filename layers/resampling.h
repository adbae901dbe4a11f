#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "framework/base/choice.h"
#include "framework/tensor/tensor.h"

namespace cornu {

enum class Interpolation : uint8_t { nearest, bilinear, bicubic, lanczos3, lanczos5 };
template <>
struct EnumNames<Interpolation> {
  static constexpr std::array<std::string_view, 5> names = {"nearest", "bilinear", "bicubic",
                                                            "lanczos3", "lanczos5"};
};

/// x [batch, height, width, channels] with height and width `rows` and `columns` times as large.
/// Elements have half-pixel centres; beyond the edge counts its nearest element (bilinear) or
/// nothing, the others' weights growing (bicubic, lanczos).
Tensor enlarged(const Tensor& x, int64_t rows, int64_t columns, Interpolation interpolation);

}  // namespace cornu
