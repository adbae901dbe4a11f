#pragma once

#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

/// Sizes of a reshape's result; one may be -1, what is left, which files hold as -1, not null.
class NewShape : public Shape {
 public:
  using Shape::Shape;
  NewShape(const Shape& shape) : Shape(shape) {}
};

template <>
struct FieldTraits<NewShape> : FieldTraits<Shape> {
  static Json to_json(const NewShape& value);
  static NewShape from_json(const Json& json, const ReadContext& context) {
    return FieldTraits<Shape>::from_json(json, context);
  }
};

struct ReshapeOptions {
  NewShape newshape = {};
  static void fields(auto& field, auto& config) {
    field("newshape", config.newshape, "The new sizes; one of them may be -1: what is left.");
  }
};

namespace ops {

/// The same elements, in row-major order, under other sizes.
Tensor reshape(const Operand& x, const ReshapeOptions& options);

}  // namespace ops

}  // namespace cornu
