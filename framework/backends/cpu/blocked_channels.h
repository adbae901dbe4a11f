#pragma once

#include "framework/tensor/storage.h"

namespace cornu::cpu {

/// Activations [n, spatial…, channels] in blocks of channels, each block innermost: nChw16c. The
/// last block is filled up with zeros.
class BlockedChannels final : public Layout {
 public:
  BlockedChannels(const Shape& shape, int64_t block);

  int64_t block() const { return block_; }
  int64_t blocks() const { return blocks_; }
  int64_t elements() const override { return images_ * blocks_ * pixels_ * block_; }
  bool equals(const Layout& other) const override;
  std::string text() const override;
  void pack(const void* dense, void* packed, size_t element_bytes) const override;
  void unpack(const void* packed, void* dense, size_t element_bytes) const override;

 private:
  int64_t block_, images_, channels_, blocks_, pixels_;
};

/// Channels in a block that this CPU likes: 16 with AVX-512, else 8.
int64_t preferred_block();
LayoutRef blocked_channels(const Shape& shape, int64_t block);
/// The size of a layout's channel blocks; 0: it is another layout, or dense.
int64_t channel_block(const LayoutRef& layout);

}  // namespace cornu::cpu
