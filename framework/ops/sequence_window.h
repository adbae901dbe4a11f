#pragma once

#include <array>
#include <optional>

#include "framework/base/choice.h"
#include "framework/base/field_containers.h"
#include "framework/tensor/tensor.h"

namespace cornu {

enum class WindowName { hann, hamming };
template <>
struct EnumNames<WindowName> {
  static constexpr std::array<std::string_view, 2> names = {"hann", "hamming"};
};

/// What sequences are multiplied by: a window by its name, the elements of one, or nothing.
class SequenceWindow {
 public:
  SequenceWindow(std::nullopt_t) {}
  SequenceWindow(WindowName name) : name_(name) {}
  SequenceWindow(const char* name) : name_(name) {}
  SequenceWindow(const Tensor& values) : values_(values) {}

  const std::optional<Choice<WindowName>>& name() const { return name_; }
  bool has_values() const { return values_.defined(); }
  /// Its elements, zeros around them until they are `whole`; undefined of nothing. A ShapeError of
  /// `op` where there are not `length`.
  Tensor values(std::string_view op, int64_t length, int64_t whole, const Spec& like) const;
  friend bool operator==(const SequenceWindow& a, const SequenceWindow& b) {
    return a.name_ == b.name_ && !a.has_values() && !b.has_values();
  }

 private:
  std::optional<Choice<WindowName>> name_;
  Tensor values_;
};

template <>
struct FieldTraits<SequenceWindow> {
  static std::string type_name();
  static Json to_json(const SequenceWindow& value);
  static SequenceWindow from_json(const Json& json, const ReadContext& context);
  static bool equal(const SequenceWindow& a, const SequenceWindow& b) { return a == b; }
  static size_t hash(const SequenceWindow& value);
  static Json schema();
};

}  // namespace cornu
