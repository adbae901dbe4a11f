#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "framework/base/field_traits.h"
#include "framework/tensor/shape.h"

namespace cornu {

/// The axes that a reduction runs over: none given means all; one, or a list.
class Axes {
 public:
  Axes() = default;
  Axes(int axis) : axes_{axis}, given_(true) {}
  Axes(int64_t axis) : axes_{axis}, given_(true), single_(true) {}
  Axes(std::initializer_list<int64_t> axes) : axes_(axes), given_(true), single_(false) {}
  explicit Axes(std::vector<int64_t> axes) : axes_(std::move(axes)), given_(true), single_(false) {}

  bool all() const { return !given_; }
  bool single() const { return single_; }
  const std::vector<int64_t>& given() const { return axes_; }
  /// Sorted, in [0, ndim); ValueError naming `op` on axes out of range or named twice.
  std::vector<int64_t> normalized(std::string_view op, int64_t ndim) const;
  friend bool operator==(const Axes&, const Axes&) = default;

 private:
  std::vector<int64_t> axes_;
  bool given_ = false;
  bool single_ = true;  // written as a number, not a list
};

template <>
struct FieldTraits<Axes> {
  static std::string type_name() { return "integer, list of integers or null"; }
  static Json to_json(const Axes& value);
  static Axes from_json(const Json& json, const ReadContext& context);
  static bool equal(const Axes& a, const Axes& b) { return a == b; }
  static size_t hash(const Axes& value);
  static Json schema();
};

}  // namespace cornu
