#include "framework/ops/spatial.h"

#include <algorithm>

#include "framework/base/field_containers.h"

namespace cornu {

namespace {

/// The product of two such sizes still is an int64_t.
constexpr int64_t kLargestSize = INT32_MAX;

}  // namespace

std::vector<int64_t> Sizes::expanded(std::string_view owner, std::string_view argument,
                                     int64_t axes) const {
  const auto count = static_cast<int64_t>(values_.size());
  if (!single_ && count != axes)
    fail<ValueError>(owner, ": ", argument, " has ", count, count == 1 ? " size" : " sizes",
                     ", there are ", axes, " spatial axes.");
  for (const int64_t size : values_)
    if (size < 1)
      fail<ValueError>(owner, ": ", argument, " holds ", size, "; sizes are at least 1.");
  for (const int64_t size : values_)
    if (size > kLargestSize)
      fail<ValueError>(owner, ": ", argument, " holds ", size, "; sizes are at most ", kLargestSize,
                       ".");
  return single_ ? std::vector<int64_t>(static_cast<size_t>(axes), values_[0]) : values_;
}

Json FieldTraits<Sizes>::to_json(const Sizes& value) {
  if (value.single()) return value.given()[0];
  return FieldTraits<std::vector<int64_t>>::to_json(value.given());
}

Sizes FieldTraits<Sizes>::from_json(const Json& json, const ReadContext& context) {
  if (!json.is_array()) return FieldTraits<int64_t>::from_json(json, context);
  return Sizes(FieldTraits<std::vector<int64_t>>::from_json(json, context));
}

size_t FieldTraits<Sizes>::hash(const Sizes& value) {
  return hash_combine(value.single(), FieldTraits<std::vector<int64_t>>::hash(value.given()));
}

Json FieldTraits<Sizes>::schema() {
  return Json::object().set("anyOf", Json::Array{FieldTraits<int64_t>::schema(),
                                                 FieldTraits<std::vector<int64_t>>::schema()});
}

std::pair<int64_t, int64_t> same_padding(int64_t in, const Window& window) {
  const int64_t out = (in + window.stride - 1) / window.stride;
  const int64_t total = std::max<int64_t>((out - 1) * window.stride + window.extent() - in, 0);
  return {total / 2, total - total / 2};
}

}  // namespace cornu
