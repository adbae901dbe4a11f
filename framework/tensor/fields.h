#pragma once

#include "framework/base/field_traits.h"
#include "framework/tensor/dtype.h"
#include "framework/tensor/shape.h"

namespace cornu {

/// In configurations a dtype is Keras's name, a shape a list with null for unknown sizes.
template <>
struct FieldTraits<DType> {
  static std::string type_name() { return "dtype"; }
  static Json to_json(DType value);
  static DType from_json(const Json& json, const ReadContext& context);
  static bool equal(DType a, DType b) { return a == b; }
  static size_t hash(DType value) { return hash_combine(5, static_cast<size_t>(value)); }
  static Json schema();
};

template <>
struct FieldTraits<Shape> {
  static std::string type_name() { return "shape"; }
  static Json to_json(const Shape& value);
  static Shape from_json(const Json& json, const ReadContext& context);
  static bool equal(const Shape& a, const Shape& b) { return a == b; }
  static size_t hash(const Shape& value);
  static Json schema();
};

}  // namespace cornu
