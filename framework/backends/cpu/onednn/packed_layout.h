#pragma once

#include "framework/backends/cpu/onednn/descriptor.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::onednn {

/// An order of weights that a oneDNN primitive chose. Both descriptors are of the same axes;
/// `dense` is row-major in the framework's.
class PackedLayout final : public Layout {
 public:
  PackedLayout(const Spec& spec, Descriptor dense, Descriptor packed);

  const Descriptor& descriptor() const { return packed_; }
  const Descriptor& dense() const { return dense_; }

  int64_t elements() const override { return elements_; }
  bool holds(DType dtype) const override { return size_of(dtype) == element_bytes_; }
  bool equals(const Layout& other) const override;
  std::string text() const override { return concat("packed:", packed_.text()); }
  void pack(const void* dense, void* packed, size_t element_bytes) const override;
  void unpack(const void* packed, void* dense, size_t element_bytes) const override;

 private:
  Descriptor dense_, packed_;
  int64_t elements_;
  size_t element_bytes_;
};

/// Null where both are the same order.
LayoutRef packed_layout(const Spec& spec, const Descriptor& dense, const Descriptor& packed);
/// How weights lie whose layout is `layout`, and `dense` where that is null.
Descriptor weights(const LayoutRef& layout, const Descriptor& dense);

/// Sizes of x [n, spatial…, channels] in oneDNN's order.
Extents sizes_of(const Spec& x);
/// How x lies: in blocks of channels, or dense.
Descriptor activations(const Spec& x, const LayoutRef& layout = {});

/// Of an operand in a list that may be empty: all dense.
inline LayoutRef layout_of(const std::vector<LayoutRef>& layouts, size_t i) {
  return i < layouts.size() ? layouts[i] : LayoutRef();
}

}  // namespace cornu::cpu::onednn
