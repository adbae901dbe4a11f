#include "framework/tensor/buffer.h"

#include <cstdint>
#include <cstring>
#include <new>

#include "framework/base/error.h"

namespace cornu {

namespace {

constexpr size_t kAlignment = 64;
constexpr size_t kSmall = 256;  // bytes

}  // namespace

Ref<Buffer> Buffer::allocate(Device device, size_t bytes) {
  Allocator& allocator = allocator_of(device);
  if (bytes <= kSmall && allocator.is_host()) {
    void* const block = ::operator new(sizeof(Buffer) + kAlignment + kSmall);
    const auto behind = reinterpret_cast<uintptr_t>(block) + sizeof(Buffer);
    void* const data = reinterpret_cast<void*>((behind + kAlignment - 1) / kAlignment * kAlignment);
    auto* const buffer = ::new (block) Buffer(data, bytes, device, &allocator);
    buffer->beside_ = true;
    return Ref<Buffer>(buffer);
  }
  return Ref<Buffer>(new Buffer(allocator.allocate(bytes), bytes, device, &allocator));
}

Ref<Buffer> Buffer::unowned(void* data, size_t bytes) {
  return Ref<Buffer>(new Buffer(data, bytes, Device{}, nullptr));
}

Buffer::~Buffer() {
  if (allocator_ && !beside_) allocator_->deallocate(data_, bytes_);
}

void Buffer::to_host(void* host, size_t offset, size_t bytes) const {
  CORNU_CHECK(offset + bytes <= bytes_, "reads ", bytes, " bytes at ", offset, " of ", bytes_);
  const void* from = static_cast<const std::byte*>(data_) + offset;
  if (allocator_)
    allocator_->copy_to_host(host, from, bytes);
  else
    std::memcpy(host, from, bytes);
}

void Buffer::from_host(const void* host, size_t offset, size_t bytes) {
  CORNU_CHECK(offset + bytes <= bytes_, "writes ", bytes, " bytes at ", offset, " of ", bytes_);
  void* to = static_cast<std::byte*>(data_) + offset;
  if (allocator_)
    allocator_->copy_from_host(to, host, bytes);
  else
    std::memcpy(to, host, bytes);
}

}  // namespace cornu
