#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "framework/base/small_vector.h"
#include "framework/tensor/dtype.h"

namespace cornu::cpu::onednn {

using Extents = SmallVector<int64_t, 6>;

/// How the elements of one operand of a primitive lie: a dnnl::memory::desc. Its axes are in
/// oneDNN's order (batch, channels, spatial; output channels, input channels, spatial), whatever
/// their order in memory.
class Descriptor {
 public:
  Descriptor() = default;
  static Descriptor strided(DType dtype, const Extents& sizes, const Extents& strides);
  /// Row-major in the order of `sizes`.
  static Descriptor dense(DType dtype, const Extents& sizes);
  /// Left to the primitive.
  static Descriptor any(DType dtype, const Extents& sizes);
  /// Channels (axis 1) in blocks, each block innermost: nChw16c.
  static Descriptor blocked_channels(DType dtype, const Extents& sizes, int64_t block);
  /// Of a `const dnnl::memory::desc*`.
  static Descriptor wrap(const void* native);

  bool defined() const { return static_cast<bool>(native_); }
  const void* native() const { return native_.get(); }
  size_t bytes() const;
  /// Whether some lanes hold no element.
  bool padded() const;
  /// 16 for nChw16c, 8 for nChw8c, else 0.
  int64_t channel_block() const;
  /// Axes from the outermost, those with blocks in capitals, then the blocks: "aBcd16b" is nChw16c.
  std::string text() const;
  friend bool operator==(const Descriptor& a, const Descriptor& b);

 private:
  std::shared_ptr<const void> native_;
};

}  // namespace cornu::cpu::onednn
