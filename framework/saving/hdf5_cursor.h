#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace cornu {

/// The "undefined address" of HDF5.
inline constexpr uint64_t kHdf5Nowhere = UINT64_MAX;

/// Reads the little-endian fields of a block of an HDF5 file, in order. Every read checks that it
/// stays in the block; FileError otherwise.
class Hdf5Cursor {
 public:
  /// `file` is the name for messages, `start` the block's address; both outlive the cursor.
  Hdf5Cursor(std::span<const std::byte> block, uint64_t start, const std::string& file)
      : block_(block), start_(start), file_(&file) {}

  uint8_t u8() { return number<uint8_t>(); }
  uint16_t u16() { return number<uint16_t>(); }
  uint32_t u32() { return number<uint32_t>(); }
  uint64_t u64() { return number<uint64_t>(); }
  /// A number of 1, 2, 4 or 8 bytes.
  uint64_t number_of(size_t size);
  void skip(uint64_t count) { (void)take(count); }
  /// Skips to a multiple of 8 bytes from the block's start.
  void align() { skip((8 - at_ % 8) % 8); }
  std::span<const std::byte> take(uint64_t count);
  std::string_view text(uint64_t count) {
    const auto bytes = take(count);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  /// A cursor over the next bytes alone.
  Hdf5Cursor part(uint64_t count) {
    const uint64_t address = start_ + at_;
    return {take(count), address, *file_};
  }
  /// Throws where the next bytes are not these.
  void expect(std::string_view signature);

  size_t left() const { return block_.size() - at_; }
  uint64_t address() const { return start_ + at_; }
  const std::string& file() const { return *file_; }

 private:
  template <class T>
  T number() {
    T value;
    std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
    return value;
  }

  std::span<const std::byte> block_;
  uint64_t start_;
  const std::string* file_;
  size_t at_ = 0;
};

/// The bytes of a file, by address.
class Hdf5Image {
 public:
  Hdf5Image(std::span<const std::byte> bytes, const std::string& file)
      : bytes_(bytes), file_(&file) {}

  /// From an address up to the end of the file.
  Hdf5Cursor from(uint64_t address) const;
  Hdf5Cursor block(uint64_t address, uint64_t size) const { return from(address).part(size); }
  uint64_t size() const { return bytes_.size(); }
  const std::string& file() const { return *file_; }

 private:
  std::span<const std::byte> bytes_;
  const std::string* file_;
};

/// Throws FileError: `"m.h5" is damaged: <what> (byte 2048).`
[[noreturn]] void fail_hdf5(const std::string& file, std::string_view what, uint64_t address);

}  // namespace cornu
