#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "framework/base/choice.h"
#include "framework/base/field_traits.h"

namespace cornu {

/// How a loss becomes one number.
enum class Reduction : uint8_t { sum_over_batch_size, sum, mean, mean_with_sample_weight, none };

template <>
struct EnumNames<Reduction> {
  static constexpr std::array<std::string_view, 5> names = {"sum_over_batch_size", "sum", "mean",
                                                            "mean_with_sample_weight", "none"};
};

/// Keras writes none as null, too.
template <>
struct FieldTraits<Reduction> : ChoiceField {
  static constexpr auto& kNames = EnumNames<Reduction>::names;
  static std::string type_name() { return ChoiceField::type_name(kNames); }
  static Json to_json(Reduction value) { return enum_name(value); }
  static Reduction from_json(const Json& json, const ReadContext& context) {
    if (json.is_null()) return Reduction::none;
    return static_cast<Reduction>(ChoiceField::from_json(json, context, kNames));
  }
  static bool equal(Reduction a, Reduction b) { return a == b; }
  static size_t hash(Reduction value) { return hash_combine(4, static_cast<size_t>(value)); }
  static Json schema() { return ChoiceField::schema(kNames); }
};

}  // namespace cornu
