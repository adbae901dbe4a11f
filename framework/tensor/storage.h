#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "framework/tensor/buffer.h"
#include "framework/tensor/spec.h"

namespace cornu {

/// An order of elements in memory other than dense row-major: blocked activations, packed weights.
/// It orders tensors of one shape. Lanes that only fill a block up hold zeros.
class Layout : public RefCounted {
 public:
  explicit Layout(Shape shape) : shape_(std::move(shape)) {}

  const Shape& shape() const { return shape_; }
  /// With the lanes that only fill a block up.
  virtual int64_t elements() const = 0;
  bool padded() const { return elements() != shape_.elements(); }
  /// Whether tensors of this element type may lie so.
  virtual bool holds(DType) const { return true; }
  virtual bool equals(const Layout& other) const = 0;
  virtual std::string text() const = 0;  ///< "nChw16c"
  virtual void pack(const void* dense, void* packed, size_t element_bytes) const = 0;
  virtual void unpack(const void* packed, void* dense, size_t element_bytes) const = 0;

 private:
  Shape shape_;
};
/// Null means dense row-major.
using LayoutRef = Ref<const Layout>;

inline bool same_layout(const LayoutRef& a, const LayoutRef& b) {
  return a == b || (a && b && a->equals(*b));
}
inline size_t bytes_of(const Spec& spec, const LayoutRef& layout) {
  return layout ? static_cast<size_t>(layout->elements()) * size_of(spec.dtype) : spec.bytes();
}

/// Where a variable's elements lie. A training plan chooses the layout and may place the variables
/// of an optimizer side by side in one buffer (`shared`).
struct Storage {
  Ref<Buffer> buffer;
  size_t offset = 0;
  LayoutRef layout;
  uint64_t version = 0;  ///< Grows with each change of the value.
  bool shared = false;   ///< Part of an arena: readers get a copy, never the buffer.

  void* data() const { return static_cast<std::byte*>(buffer->data()) + offset; }
};

}  // namespace cornu
