#pragma once

#include <array>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

enum class SearchSide { left, right };
template <>
struct EnumNames<SearchSide> {
  static constexpr std::array<std::string_view, 2> names = {"left", "right"};
};

struct SearchSortedOptions {
  Choice<SearchSide> side = SearchSide::left;
  static void fields(auto& field, auto& config) {
    field("side", config.side, "Before or behind elements that are equal to the value.");
  }
};

namespace ops {

/// Where each value would be put into a sorted 1-D sequence so that it stays sorted (int32). NaN
/// belongs behind all numbers.
Tensor searchsorted(const Operand& sorted_sequence, const Operand& values,
                    const SearchSortedOptions& options = {});

/// The number of the bin that each element falls into, which is that of the (ascending) bounds
/// `bins` that are not above it: int32.
Tensor digitize(const Operand& x, const Operand& bins);

}  // namespace ops

}  // namespace cornu
