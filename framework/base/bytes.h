#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <utility>

namespace cornu {

/// A block of bytes with one owner. New blocks are not filled, which std::vector would insist on.
class Bytes {
 public:
  Bytes() = default;
  explicit Bytes(size_t size) : Bytes(std::malloc(size > 0 ? size : 1), size) {
    if (!data_) throw std::bad_alloc();
  }
  Bytes(Bytes&& other) noexcept
      : data_(std::move(other.data_)), size_(std::exchange(other.size_, 0)) {}
  Bytes& operator=(Bytes&& other) noexcept {
    data_ = std::move(other.data_);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }
  /// Takes over what malloc gave.
  static Bytes adopt(void* memory, size_t size) { return Bytes(memory, size); }
  static Bytes copy_of(std::span<const std::byte> bytes) {
    Bytes copy(bytes.size());
    if (!bytes.empty()) std::memcpy(copy.data(), bytes.data(), bytes.size());
    return copy;
  }

  std::byte* data() { return data_.get(); }
  const std::byte* data() const { return data_.get(); }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  operator std::span<std::byte>() { return {data(), size_}; }
  operator std::span<const std::byte>() const { return {data(), size_}; }
  std::string_view text() const { return {reinterpret_cast<const char*>(data()), size_}; }

 private:
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };
  Bytes(void* memory, size_t size) : data_(static_cast<std::byte*>(memory)), size_(size) {}

  std::unique_ptr<std::byte, Free> data_;
  size_t size_ = 0;
};

inline std::span<const std::byte> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

}  // namespace cornu
