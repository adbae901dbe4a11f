#pragma once

#include "framework/backends/cpu/onednn/descriptor.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::onednn {

/// An order of elements that a oneDNN primitive chose, or blocks of channels. Both descriptors are
/// of the same axes; `dense` is row-major in the framework's.
class PackedLayout final : public Layout {
 public:
  PackedLayout(Descriptor dense, Descriptor packed);

  const Descriptor& descriptor() const { return packed_; }
  const Descriptor& dense() const { return dense_; }

  size_t bytes() const override { return packed_.bytes(); }
  bool equals(const Layout& other) const override;
  /// "nChw16c" of activations, else "packed:" and the descriptor's.
  std::string text() const override;
  bool padded() const override { return packed_.padded(); }
  void pack(const void* dense, void* packed) const override;
  void unpack(const void* packed, void* dense) const override;

 private:
  Descriptor dense_, packed_;
};

/// Null where both are the same order.
LayoutRef packed_layout(const Descriptor& dense, const Descriptor& packed);
/// How an operand lies whose layout is `layout`, and `dense` where that is null.
Descriptor descriptor_of(const LayoutRef& layout, const Descriptor& dense);
/// Likewise of operand `i` of a list that may be empty: all dense.
Descriptor descriptor_of(const std::vector<LayoutRef>& layouts, size_t i, const Descriptor& dense);

/// Sizes of x [n, spatial…, channels] in oneDNN's order, and how it lies.
Extents sizes_of(const Spec& x);
Descriptor activations(const Spec& x);
/// Its channels in blocks: nChw16c.
LayoutRef blocked_activations(const Spec& x, int64_t block);
/// The size of a layout's channel blocks; 0: it is not such a layout. What kernels of other
/// libraries need to read it.
int64_t channel_block(const LayoutRef& layout);

}  // namespace cornu::cpu::onednn
