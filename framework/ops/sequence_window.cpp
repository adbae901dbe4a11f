#include "framework/ops/sequence_window.h"

#include <cmath>
#include <numbers>

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/pad.h"

namespace cornu {

namespace {

using Name = FieldTraits<std::optional<Choice<WindowName>>>;

/// As TensorFlow has periodic ones: of an odd length they are symmetric.
Tensor named(WindowName name, int64_t length, const Spec& like) {
  const double middle = name == WindowName::hann ? 0.5 : 0.54;
  const auto period = static_cast<double>(length % 2 == 0 ? length : length - 1);
  std::vector<double> values(static_cast<size_t>(length), 1);
  for (size_t i = 0; i < values.size() && length > 1; ++i)
    values[i] =
        middle - (1 - middle) * std::cos(2 * std::numbers::pi * static_cast<double>(i) / period);
  return ops::cast(from_buffer(values.data(), {length}, DType::f64, like.device), like.dtype);
}

}  // namespace

Tensor SequenceWindow::values(std::string_view op, int64_t length, int64_t whole,
                              const Spec& like) const {
  if (!name_ && !has_values()) return Tensor();
  const Tensor window = name_ ? named(*name_, length, like) : ops::cast(values_, like.dtype);
  if (window.shape() != Shape{length})
    fail<ShapeError>(op, ": the window is ", window.spec(), "; it must have sequence_length, ",
                     length, ", elements.");
  const int64_t before = (whole - length) / 2;
  return pad_general(window, {{before}, {whole - length - before}, {0}});
}

std::string FieldTraits<SequenceWindow>::type_name() { return Name::type_name(); }
Json FieldTraits<SequenceWindow>::to_json(const SequenceWindow& value) {
  if (value.has_values()) fail<ValueError>("a window of given elements cannot be in a file.");
  return Name::to_json(value.name());
}
SequenceWindow FieldTraits<SequenceWindow>::from_json(const Json& json,
                                                      const ReadContext& context) {
  const auto name = Name::from_json(json, context);
  return name ? SequenceWindow(static_cast<WindowName>(*name)) : SequenceWindow(std::nullopt);
}
size_t FieldTraits<SequenceWindow>::hash(const SequenceWindow& value) {
  return Name::hash(value.name());
}
Json FieldTraits<SequenceWindow>::schema() { return Name::schema(); }

}  // namespace cornu
