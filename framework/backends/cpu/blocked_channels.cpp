#include "framework/backends/cpu/blocked_channels.h"

#include <algorithm>
#include <cstring>

#include "framework/base/error.h"

namespace cornu::cpu {

namespace {

/// Calls `move(dense offset, packed offset, count)`, in elements, for each run of neighbours.
template <class F>
void each_run(int64_t images, int64_t pixels, int64_t channels, int64_t block, F&& move) {
  const int64_t blocks = (channels + block - 1) / block;
  for (int64_t n = 0; n < images; ++n)
    for (int64_t b = 0; b < blocks; ++b)
      for (int64_t p = 0; p < pixels; ++p)
        move((n * pixels + p) * channels + b * block, ((n * blocks + b) * pixels + p) * block,
             std::min(block, channels - b * block));
}

}  // namespace

BlockedChannels::BlockedChannels(const Shape& shape, int64_t block)
    : Layout(shape),
      block_(block),
      images_(shape[0]),
      channels_(shape[-1]),
      blocks_((channels_ + block - 1) / block),
      pixels_(shape.sub(1, shape.ndim() - 1).elements()) {}

bool BlockedChannels::equals(const Layout& other) const {
  const auto* blocked = dynamic_cast<const BlockedChannels*>(&other);
  return blocked && blocked->block_ == block_ && blocked->shape() == shape();
}

std::string BlockedChannels::text() const {
  constexpr const char* spatial[] = {"", "w", "hw", "dhw"};
  const auto axes = static_cast<size_t>(std::clamp<int64_t>(shape().ndim() - 2, 0, 3));
  return concat("nC", spatial[axes], block_, "c");
}

void BlockedChannels::pack(const void* dense, void* packed, size_t element_bytes) const {
  const auto* from = static_cast<const std::byte*>(dense);
  auto* to = static_cast<std::byte*>(packed);
  each_run(images_, pixels_, channels_, block_, [&](int64_t at, int64_t place, int64_t count) {
    std::byte* target = to + static_cast<size_t>(place) * element_bytes;
    const size_t bytes = static_cast<size_t>(count) * element_bytes;
    std::memcpy(target, from + static_cast<size_t>(at) * element_bytes, bytes);
    std::memset(target + bytes, 0, static_cast<size_t>(block_) * element_bytes - bytes);
  });
}

void BlockedChannels::unpack(const void* packed, void* dense, size_t element_bytes) const {
  const auto* from = static_cast<const std::byte*>(packed);
  auto* to = static_cast<std::byte*>(dense);
  each_run(images_, pixels_, channels_, block_, [&](int64_t at, int64_t place, int64_t count) {
    std::memcpy(to + static_cast<size_t>(at) * element_bytes,
                from + static_cast<size_t>(place) * element_bytes,
                static_cast<size_t>(count) * element_bytes);
  });
}

int64_t preferred_block() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return 16;
#endif
  return 8;
}

LayoutRef blocked_channels(const Shape& shape, int64_t block) {
  return make_ref<const BlockedChannels>(shape, block);
}

int64_t channel_block(const LayoutRef& layout) {
  const auto* blocked = dynamic_cast<const BlockedChannels*>(layout.get());
  return blocked ? blocked->block() : 0;
}

}  // namespace cornu::cpu
