#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "framework/base/choice.h"
#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/public.h"
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

struct LogspaceOptions {
  int64_t num = 50;
  bool endpoint = true;
  double base = 10;
  std::optional<DType> dtype = {};
  int64_t axis = 0;
  static void fields(auto& field, auto& config) {
    field("num", config.num, "How many values.");
    field("endpoint", config.endpoint, "The last value is that of `stop`.");
    field("base", config.base, "What is raised to the powers.");
    field("dtype", config.dtype, "The element type; null: floating, as start and stop.");
    field("axis", config.axis, "Where the new axis stands in the result.");
  }
};

struct GeomspaceOptions {
  int64_t num = 50;
  bool endpoint = true;
  std::optional<DType> dtype = {};
  int64_t axis = 0;
  static void fields(auto& field, auto& config) {
    field("num", config.num, "How many values.");
    field("endpoint", config.endpoint, "The last value is `stop` itself.");
    field("dtype", config.dtype, "The element type; null: floating, as start and stop.");
    field("axis", config.axis, "Where the new axis stands in the result.");
  }
};

enum class Indexing { xy, ij };
template <>
struct EnumNames<Indexing> {
  static constexpr std::array<std::string_view, 2> names = {"xy", "ij"};
};

struct MeshgridOptions {
  Choice<Indexing> indexing = Indexing::xy;
  static void fields(auto& field, auto& config) {
    field("indexing", config.indexing, "xy: the first two axes change places; ij: they do not.");
  }
};

namespace ops {

/// start, start + step, … before stop; from 0 where only one number is given.
Tensor arange(const Operand& start, const std::optional<Operand>& stop = {},
              const std::optional<Operand>& step = {}, const ArangeOptions& options = {});
/// `num` values at equal distances from start to stop along a new axis.
Tensor linspace(const Operand& start, const Operand& stop, const LinspaceOptions& options = {});
/// The base raised to `num` powers at equal distances from start to stop.
Tensor logspace(const Operand& start, const Operand& stop, const LogspaceOptions& options = {});
/// `num` values from start to stop, each the same multiple of the one before. They have start's
/// sign.
Tensor geomspace(const Operand& start, const Operand& stop, const GeomspaceOptions& options = {});
/// For each of some vectors its elements along an axis of its own, repeated along the others'.
Tensors meshgrid(const VariadicOperands& x, const MeshgridOptions& options = {});

}  // namespace ops

}  // namespace cornu
