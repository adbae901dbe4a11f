#include "framework/tensor/fields.h"

namespace cornu {

Json FieldTraits<DType>::to_json(DType value) { return std::string(keras_name(value)); }

DType FieldTraits<DType>::from_json(const Json& json, const ReadContext& context) {
  if (!json.is_string()) fail_expected("the name of a dtype", json, context);
  return dtype_from_name(json.as_string());
}

Json FieldTraits<DType>::schema() {
  Json names = Json::array();
  for (int i = 0; i < kDTypeCount; ++i)
    names.push_back(std::string(keras_name(static_cast<DType>(i))));
  Json out = Json::object();
  out.set("enum", names);
  return out;
}

Json FieldTraits<Shape>::to_json(const Shape& value) {
  Json out = Json::array();
  for (const int64_t size : value) out.push_back(size == unknown ? Json() : Json(size));
  return out;
}

Shape FieldTraits<Shape>::from_json(const Json& json, const ReadContext& context) {
  constexpr size_t kMostAxes = 32;
  if (!json.is_array() || json.size() > kMostAxes) fail_expected("a list of sizes", json, context);
  Shape shape;
  for (size_t i = 0; i < json.size(); ++i)
    shape.push_back(json[i].is_null() ? unknown
                                      : FieldTraits<int64_t>::from_json(json[i], context));
  return shape;
}

size_t FieldTraits<Shape>::hash(const Shape& value) {
  size_t h = 7;
  for (const int64_t size : value) h = hash_combine(h, static_cast<size_t>(size));
  return h;
}

Json FieldTraits<Shape>::schema() {
  Json out = Json::object();
  out.set("type", std::string("array"));
  return out;
}

}  // namespace cornu
