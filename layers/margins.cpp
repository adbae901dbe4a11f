#include "layers/margins.h"

#include "framework/base/error.h"
#include "framework/base/field_containers.h"

namespace cornu {

namespace {

using Sides = FieldTraits<std::vector<Margins::Pair>>;

/// The product of two sizes still is an int64_t.
constexpr int64_t kLargest = INT32_MAX;

}  // namespace

Margins::Margins(std::initializer_list<std::initializer_list<int64_t>> sides) {
  for (const auto& side : sides) {
    if (side.size() != 2)
      fail<ValueError>("margins are pairs, before and after; one here has ", side.size(),
                       side.size() == 1 ? " number." : " numbers.");
    sides_.emplace_back(side.begin()[0], side.begin()[1]);
  }
}

void Margins::check(std::string_view owner, std::string_view argument) const {
  if (sides_.size() != 2)
    fail<ValueError>(owner, ": ", argument, " has ", sides_.size(),
                     sides_.size() == 1 ? " entry" : " entries", "; height and width need 2.");
  for (const auto& [before, after] : sides_)
    for (const int64_t size : {before, after}) {
      if (size < 0)
        fail<ValueError>(owner, ": ", argument, " holds ", size, "; it must not be negative.");
      if (size > kLargest)
        fail<ValueError>(owner, ": ", argument, " holds ", size, "; it must be at most ", kLargest,
                         ".");
    }
}

Json FieldTraits<Margins>::to_json(const Margins& value) { return Sides::to_json(value.sides()); }

Margins FieldTraits<Margins>::from_json(const Json& json, const ReadContext& context) {
  if (!json.is_array()) return FieldTraits<int64_t>::from_json(json, context);
  std::vector<Margins::Pair> sides;
  for (size_t i = 0; i < json.size(); ++i) {
    const std::string name = element_name(context, i);
    ReadContext inner = context;
    inner.field = name;
    if (json[i].is_array()) {
      sides.push_back(FieldTraits<Margins::Pair>::from_json(json[i], inner));
    } else {
      const int64_t side = FieldTraits<int64_t>::from_json(json[i], inner);
      sides.emplace_back(side, side);
    }
  }
  return Margins(std::move(sides));
}

size_t FieldTraits<Margins>::hash(const Margins& value) { return Sides::hash(value.sides()); }

Json FieldTraits<Margins>::schema() {
  const Json number = FieldTraits<int64_t>::schema();
  const Json side =
      Json::object().set("anyOf", Json::Array{number, FieldTraits<Margins::Pair>::schema()});
  const Json sides = Json::object().set("type", "array").set("items", side);
  return Json::object().set("anyOf", Json::Array{number, sides});
}

}  // namespace cornu
