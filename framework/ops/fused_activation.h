#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "framework/base/field_traits.h"

namespace cornu {

/// What the compiler fuses behind a matrix product or a convolution. Public functions and gradient
/// rules never see it.
enum class FusedActivation : uint8_t { linear, relu };
template <>
struct EnumNames<FusedActivation> {
  static constexpr std::array<std::string_view, 2> names = {"linear", "relu"};
};

}  // namespace cornu
