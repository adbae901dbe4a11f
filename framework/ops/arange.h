#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct ArangeOptions {
  std::optional<DType> dtype = {};
  static void fields(auto& field, auto& config) {
    field("dtype", config.dtype, "The element type; null: int32 of integers, else float32.");
  }
};

struct LinspaceOptions {
  int64_t num = 50;
  bool endpoint = true;
  bool retstep = false;
  std::optional<DType> dtype = {};
  int64_t axis = 0;
  static void fields(auto& field, auto& config) {
    field("num", config.num, "How many values.");
    field("endpoint", config.endpoint, "The last value is `stop` itself.");
    field("retstep", config.retstep, "Refused: the step is (stop - start) / (num - 1).");
    field("dtype", config.dtype, "The element type; null: floating, as start and stop.");
    field("axis", config.axis, "Where the new axis stands in the result.");
  }
};

namespace ops {

/// start, start + step, … before stop; from 0 where only one number is given.
Tensor arange(const Operand& start, const std::optional<Operand>& stop = {},
              const std::optional<Operand>& step = {}, const ArangeOptions& options = {});
/// `num` values at equal distances from start to stop along a new axis.
Tensor linspace(const Operand& start, const Operand& stop, const LinspaceOptions& options = {});

}  // namespace ops

}  // namespace cornu
