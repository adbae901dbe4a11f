#pragma once

#include <string>

#include "framework/base/choice.h"
#include "framework/data/dataset.h"

namespace cornu {

enum class DigitsSplit : uint8_t { train, validation, test, all };
template <>
struct EnumNames<DigitsSplit> {
  static constexpr std::array<std::string_view, 4> names = {"train", "validation", "test", "all"};
};

namespace datasets {

struct DigitsOptions {
  Choice<DigitsSplit> split = DigitsSplit::train;
  static void fields(auto& field, auto& config) {
    field("split", config.split,
          "test: each fifth image; validation: the fourth of each ten; train: the rest; all.");
  }
};

struct Splits {
  Dataset train, validation, test;
};

/// 1,797 handwritten digits, bundled: u8 [n, 8, 8, 1] of 0 to 16, and labels u8 [n].
Splits digits();
Dataset digits(const DigitsOptions& options);

}  // namespace datasets

}  // namespace cornu
