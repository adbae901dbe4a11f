#include "framework/tensor/buffer.h"

#include <cstring>

#include "framework/base/error.h"

namespace cornu {

Ref<Buffer> Buffer::allocate(Device device, size_t bytes) {
  Allocator& allocator = allocator_of(device);
  return Ref<Buffer>(new Buffer(allocator.allocate(bytes), bytes, device, &allocator));
}

Ref<Buffer> Buffer::unowned(void* data, size_t bytes) {
  return Ref<Buffer>(new Buffer(data, bytes, Device{}, nullptr));
}

Buffer::~Buffer() {
  if (allocator_) allocator_->deallocate(data_, bytes_);
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
