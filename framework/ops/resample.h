#pragma once

#include <array>
#include <vector>

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"

namespace cornu {

enum class Interpolation : uint8_t { nearest, bilinear, bicubic, lanczos3, lanczos5 };
template <>
struct EnumNames<Interpolation> {
  static constexpr std::array<std::string_view, 5> names = {"nearest", "bilinear", "bicubic",
                                                            "lanczos3", "lanczos5"};
};

struct ResampleAttrs {
  int64_t axis = 0;
  int64_t factor = 1;
  Choice<Interpolation> interpolation = Interpolation::bilinear;
  bool transposed = false;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis that grows.");
    field("factor", config.factor, "How many times as long it becomes.");
    field("interpolation", config.interpolation, "What new elements are made of.");
    field("transposed", config.transposed, "The transposed map, from the longer axis: a gradient.");
  }
};

/// The linear map of an axis as rows: result i is the sum of weights[k] · x[places[k]] over k from
/// starts[i] to starts[i + 1].
struct ResampleTable {
  std::vector<size_t> starts;
  std::vector<int64_t> places;
  std::vector<double> weights;
};
/// For an axis that goes from `from` elements to `to`: pixel centres at halves, no antialiasing.
ResampleTable interpolation_table(Interpolation interpolation, int64_t from, int64_t to);
/// For an axis that has `size` elements before the map.
ResampleTable resample_table(const ResampleAttrs& attrs, int64_t size);

namespace ops {

/// x with an axis `factor` times as long. New elements have half-pixel centres; beyond the edge
/// lies nothing, and the weights of what is inside sum to 1.
Tensor resample(const Tensor& x, const ResampleAttrs& attrs);

}  // namespace ops

}  // namespace cornu
