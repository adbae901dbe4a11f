#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "framework/base/choice.h"

namespace cornu {

enum class Interpolation : uint8_t { nearest, bilinear, bicubic, lanczos3, lanczos5, area };
template <>
struct EnumNames<Interpolation> {
  static constexpr std::array<std::string_view, 6> names = {"nearest",  "bilinear", "bicubic",
                                                            "lanczos3", "lanczos5", "area"};
};

/// The linear map of an axis as rows: result i is the sum of weights[k] · x[places[k]] over k from
/// starts[i] to starts[i + 1].
struct ResampleTable {
  std::vector<size_t> starts;
  std::vector<int64_t> places;
  std::vector<double> weights;

  int64_t rows() const { return static_cast<int64_t>(starts.size()) - 1; }
  size_t terms(int64_t row) const {
    return starts[static_cast<size_t>(row) + 1] - starts[static_cast<size_t>(row)];
  }
  /// Whether result i is element i of x, for all of `size`.
  bool is_identity(int64_t size) const;
};

/// For an axis that goes from `from` elements to `to`, as TensorFlow resizes images: pixel centres
/// at halves; what lies beyond the edge does not count, and the weights of the rest sum to 1.
/// `antialias` widens what an element of a shorter axis is made of, but for nearest and area.
ResampleTable interpolation_table(Interpolation interpolation, int64_t from, int64_t to,
                                  bool antialias = false);

/// The transposed map: of an axis of rows() elements to one of `size`.
ResampleTable transposed_table(const ResampleTable& table, int64_t size);

}  // namespace cornu
