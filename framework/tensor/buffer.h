#pragma once

#include <cstddef>

#include "framework/base/ref.h"
#include "framework/tensor/device.h"

namespace cornu {

/// Where memory of one device comes from, and how bytes cross between it and the host.
class Allocator {
 public:
  virtual ~Allocator() = default;
  /// Whether its memory is the host's: what is small then lies beside its Buffer and does not
  /// count.
  virtual bool is_host() const { return false; }
  virtual void* allocate(size_t bytes) = 0;
  virtual void deallocate(void* data, size_t bytes) = 0;
  virtual void copy_to_host(void* host, const void* device, size_t bytes) = 0;
  virtual void copy_from_host(void* device, const void* host, size_t bytes) = 0;
  virtual void copy_within(void* to, const void* from, size_t bytes) = 0;
};

/// A block of memory on a device, aligned to 64 bytes; freed with its last owner.
class Buffer final : public RefCounted {
 public:
  /// Takes memory from the device's allocator, uninitialised.
  static Ref<Buffer> allocate(Device device, size_t bytes);
  /// Memory that somebody else owns and keeps alive; the host's.
  static Ref<Buffer> unowned(void* data, size_t bytes);
  ~Buffer() override;
  /// Blocks are longer than the object where the memory lies in them.
  static void operator delete(void* block) { ::operator delete(block); }

  void* data() const { return data_; }
  size_t bytes() const { return bytes_; }
  Device device() const { return device_; }
  /// Whether the memory is its own; what somebody else lent is read only.
  bool owned() const { return allocator_ != nullptr; }
  /// Waits for the device where it works asynchronously.
  void to_host(void* host, size_t offset, size_t bytes) const;
  void from_host(const void* host, size_t offset, size_t bytes);

 private:
  Buffer(void* data, size_t bytes, Device device, Allocator* allocator)
      : data_(data), bytes_(bytes), device_(device), allocator_(allocator) {}

  void* data_;
  size_t bytes_;
  Device device_;
  Allocator* allocator_;  // null: unowned
  bool beside_ = false;   // the memory is part of this object's block
};

/// The allocator of a device; DeviceError where no such device is present. Defined in runtime/.
Allocator& allocator_of(Device device);

}  // namespace cornu
