#pragma once

#include <optional>
#include <vector>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

/// How `split` cuts an axis: into a number of equal parts, or at a list of places.
class Sections {
 public:
  Sections() = default;
  Sections(int64_t count) : count_(count) {}
  Sections(int count) : count_(count) {}
  Sections(std::initializer_list<int64_t> places) : places_(places) {}
  explicit Sections(std::vector<int64_t> places) : places_(std::move(places)) {}

  /// The number of parts.
  size_t parts() const;
  /// The parts' sizes along an axis of `size`; ShapeError where it cannot be cut so.
  std::vector<int64_t> sizes(int64_t size, const Spec& x, int64_t axis) const;
  const std::optional<std::vector<int64_t>>& places() const { return places_; }
  int64_t count() const { return count_; }
  friend bool operator==(const Sections&, const Sections&) = default;

 private:
  int64_t count_ = 1;
  std::optional<std::vector<int64_t>> places_;
};

template <>
struct FieldTraits<Sections> {
  static std::string type_name() { return "integer or list of integers"; }
  static Json to_json(const Sections& value);
  static Sections from_json(const Json& json, const ReadContext& context);
  static bool equal(const Sections& a, const Sections& b) { return a == b; }
  static size_t hash(const Sections& value);
  static Json schema();
};

struct SplitOptions {
  Sections indices_or_sections = {};
  int64_t axis = 0;
  static void fields(auto& field, auto& config) {
    field("indices_or_sections", config.indices_or_sections,
          "The number of equal parts, or the indices to cut before.");
    field("axis", config.axis, "The axis to cut.");
  }
};

struct UnstackOptions {
  std::optional<int64_t> num = {};
  int64_t axis = 0;
  static void fields(auto& field, auto& config) {
    field("num", config.num, "The axis's size; null: taken from x.");
    field("axis", config.axis, "The axis to take apart.");
  }
};

namespace ops {

/// The parts of x along an axis.
Tensors split(const Operand& x, const SplitOptions& options);
/// The slices of x along an axis, without that axis.
Tensors unstack(const Operand& x, const UnstackOptions& options = {});

}  // namespace ops

}  // namespace cornu
