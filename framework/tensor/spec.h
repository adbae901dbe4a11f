#pragma once

#include <string>

#include "framework/base/strings.h"
#include "framework/tensor/device.h"
#include "framework/tensor/dtype.h"
#include "framework/tensor/shape.h"

namespace cornu {

/// What is known of a tensor before its elements: dtype, shape and device.
struct Spec {
  DType dtype = DType::f32;
  Shape shape;
  Device device = {};

  friend bool operator==(const Spec&, const Spec&) = default;
  /// Bytes of the dense row-major elements. Only of known shapes.
  size_t bytes() const { return static_cast<size_t>(shape.elements()) * size_of(dtype); }
  std::string text() const { return concat(dtype, shape.text()); }  ///< "f32[32,784]"
};

}  // namespace cornu
