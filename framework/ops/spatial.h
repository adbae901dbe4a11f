#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "framework/base/field_containers.h"

/// What convolution and pooling share.
namespace cornu {

enum class Padding : uint8_t { valid, same };
template <>
struct EnumNames<Padding> {
  static constexpr std::array<std::string_view, 2> names = {"valid", "same"};
};

enum class DataFormat : uint8_t { channels_last, channels_first };
template <>
struct EnumNames<DataFormat> {
  static constexpr std::array<std::string_view, 2> names = {"channels_last", "channels_first"};
};

/// In a layer's configuration null is Keras's default: the channels are last.
template <>
struct FieldTraits<Choice<DataFormat>> : FieldTraits<DataFormat> {
  static DataFormat from_json(const Json& json, const ReadContext& context) {
    if (json.is_null()) return DataFormat::channels_last;
    return FieldTraits<DataFormat>::from_json(json, context);
  }
};

/// One size for every spatial axis, or one for each: `2`, `{2, 3}`.
class Sizes {
 public:
  template <std::integral T>
  Sizes(T size) : values_{static_cast<int64_t>(size)} {}
  Sizes(std::initializer_list<int64_t> sizes) : values_(sizes), single_(false) {}
  explicit Sizes(std::vector<int64_t> sizes) : values_(std::move(sizes)), single_(false) {}

  /// Written as one number.
  bool single() const { return single_; }
  const std::vector<int64_t>& given() const { return values_; }
  /// One for each of `axes` axes, all at least 1; ValueError naming the owner's argument.
  std::vector<int64_t> expanded(std::string_view owner, std::string_view argument,
                                int64_t axes) const;
  friend bool operator==(const Sizes&, const Sizes&) = default;

 private:
  std::vector<int64_t> values_;
  bool single_ = true;
};

template <>
struct FieldTraits<Sizes> {
  static std::string type_name() { return "integer or list of integers"; }
  static Json to_json(const Sizes& value);
  static Sizes from_json(const Json& json, const ReadContext& context);
  static bool equal(const Sizes& a, const Sizes& b) { return a == b; }
  static size_t hash(const Sizes& value);
  static Json schema();
};

/// Sizes, or null; where they are given, in the same forms: `2`, `{2, 3}`.
class OptionalSizes : public std::optional<Sizes> {
 public:
  using optional::optional;
  OptionalSizes() = default;
  OptionalSizes(std::optional<Sizes> sizes) : optional(std::move(sizes)) {}
  OptionalSizes(std::initializer_list<int64_t> sizes) : optional(Sizes(sizes)) {}
};

template <>
struct FieldTraits<OptionalSizes> : FieldTraits<std::optional<Sizes>> {
  static OptionalSizes from_json(const Json& json, const ReadContext& context) {
    return FieldTraits<std::optional<Sizes>>::from_json(json, context);
  }
};

/// The window of a convolution or pooling along one spatial axis.
struct Window {
  int64_t size = 1, stride = 1, dilation = 1;

  /// Elements from the first tap to the last.
  int64_t extent() const { return (size - 1) * dilation + 1; }
};

/// Keras's "same": the output has ceil(in / stride) elements; of the padding that this takes the
/// smaller half comes first. Returns {before, after}.
std::pair<int64_t, int64_t> same_padding(int64_t in, const Window& window);

}  // namespace cornu
