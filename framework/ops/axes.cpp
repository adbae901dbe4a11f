#include "framework/ops/axes.h"

#include <algorithm>

#include "framework/base/error.h"

namespace cornu {

std::vector<int64_t> Axes::normalized(std::string_view op, int64_t ndim) const {
  std::vector<int64_t> out;
  if (all())
    for (int64_t axis = 0; axis < ndim; ++axis) out.push_back(axis);
  for (const int64_t axis : axes_) out.push_back(normalize_axis(op, axis, ndim));
  std::sort(out.begin(), out.end());
  if (const auto twice = std::adjacent_find(out.begin(), out.end()); twice != out.end())
    fail<ValueError>(op, ": axis ", *twice, " is given twice.");
  return out;
}

Json FieldTraits<Axes>::to_json(const Axes& value) {
  if (value.all()) return {};
  if (value.single()) return value.given()[0];
  Json out = Json::array();
  for (const int64_t axis : value.given()) out.push_back(axis);
  return out;
}

Axes FieldTraits<Axes>::from_json(const Json& json, const ReadContext& context) {
  if (json.is_null()) return {};
  if (!json.is_array()) return Axes(FieldTraits<int64_t>::from_json(json, context));
  std::vector<int64_t> axes;
  for (size_t i = 0; i < json.size(); ++i)
    axes.push_back(FieldTraits<int64_t>::from_json(json[i], context));
  return Axes(std::move(axes));
}

size_t FieldTraits<Axes>::hash(const Axes& value) {
  size_t h = value.all() ? 11 : 13;
  for (const int64_t axis : value.given()) h = hash_combine(h, static_cast<size_t>(axis));
  return h;
}

Json FieldTraits<Axes>::schema() {
  Json out = Json::object();
  out.set("type", std::string("array"));
  return out;
}

}  // namespace cornu
