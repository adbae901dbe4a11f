#pragma once

#include <array>
#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

struct SegmentOptions {
  std::optional<int64_t> num_segments = {};
  bool sorted = false;
  static void fields(auto& field, auto& config) {
    field("num_segments", config.num_segments, "How many; null: one more than the largest id.");
    field("sorted", config.sorted, "The ids ascend: nothing is gained by saying so.");
  }
};

enum class SegmentReduction { sum, max, min, prod };
template <>
struct EnumNames<SegmentReduction> {
  static constexpr std::array<std::string_view, 4> names = {"sum", "max", "min", "prod"};
};

/// Attributes of the op.
struct SegmentAttrs {
  Choice<SegmentReduction> reduction = SegmentReduction::sum;
  int64_t num_segments = 0;
  static void fields(auto& field, auto& config) {
    field("reduction", config.reduction, "What becomes of a segment's rows.");
    field("num_segments", config.num_segments, "How many segments.");
  }
};

namespace ops {

/// Row s of the result is the sum of those rows of `data` whose entry in `segment_ids` (1-D) is s;
/// 0 where there is none. Rows with a negative id are left out. Where `num_segments` is not given,
/// the ids are read: a traced call must give it.
Tensor segment_sum(const Operand& data, const Operand& segment_ids,
                   const SegmentOptions& options = {});
/// Likewise the largest; of no rows the dtype's lowest number.
Tensor segment_max(const Operand& data, const Operand& segment_ids,
                   const SegmentOptions& options = {});
/// Likewise the smallest; of no rows the dtype's largest number.
Tensor segment_min(const Operand& data, const Operand& segment_ids,
                   const SegmentOptions& options = {});
/// Likewise the product; of no rows 1.
Tensor segment_prod(const Operand& data, const Operand& segment_ids,
                    const SegmentOptions& options = {});

}  // namespace ops

/// One more than the largest of integers that must be concrete, 0 of none; ValueError that names
/// the option which says it otherwise.
int64_t count_of_ids(std::string_view op, const Tensor& ids, std::string_view option);

}  // namespace cornu
