#include "framework/data/idx.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/strings.h"
#include "framework/data/gzip.h"

namespace cornu {

namespace {

constexpr size_t kMostAxes = 32;
constexpr uint64_t kBestRatio = 1100;  // of gzip

/// The bytes of the file, unpacked where need be.
class Source {
 public:
  Source(std::span<const std::byte> file, std::string_view name) : rest_(file), size_(file.size()) {
    if (is_gzip(file)) gzip_.emplace(file, std::string(name));
  }
  size_t read(std::span<std::byte> out) {
    if (gzip_) return gzip_->read(out);
    const size_t count = std::min(out.size(), rest_.size());
    if (count > 0) std::memcpy(out.data(), rest_.data(), count);
    rest_ = rest_.subspan(count);
    return count;
  }
  /// Whether so many bytes can come of the file at all.
  bool may_hold(uint64_t bytes) const { return bytes / (gzip_ ? kBestRatio : 1) <= size_; }

 private:
  std::span<const std::byte> rest_;
  uint64_t size_;
  std::optional<GzipReader> gzip_;
};

std::optional<DType> dtype_of(std::byte code) {
  switch (std::to_integer<int>(code)) {
    case 0x08:
      return DType::u8;
    case 0x09:
      return DType::i8;
    case 0x0b:
      return DType::i16;
    case 0x0c:
      return DType::i32;
    case 0x0d:
      return DType::f32;
    case 0x0e:
      return DType::f64;
    default:
      return {};
  }
}

}  // namespace

FileArray read_idx(std::span<const std::byte> file, std::string_view name) {
  Source source(file, name);
  std::byte magic[4] = {};
  const size_t count = source.read(magic);
  const std::optional<DType> dtype = dtype_of(magic[2]);
  const auto rank = std::to_integer<size_t>(magic[3]);
  if (count < 4 || magic[0] != std::byte{} || magic[1] != std::byte{} || !dtype || rank > kMostAxes)
    fail<FileError>(quote(name), " is not an IDX file.",
                    "\n  hint: IDX files start with two zero bytes, a type from 0x08 to 0x0e and "
                    "the number of axes.");
  FileArray array;
  array.dtype = *dtype;
  for (size_t axis = 0; axis < rank; ++axis) {
    std::byte size[4];
    if (source.read(size) < 4) fail<FileError>(quote(name), " ends within its header.");
    swap_byte_order(size, 4);
    uint32_t value = 0;
    std::memcpy(&value, size, 4);
    array.shape.push_back(value);
  }
  const std::optional<uint64_t> claimed = byte_count(array.dtype, array.shape);
  const std::string claim = concat(short_name(array.dtype), shape_text(array.shape));
  if (!claimed || !source.may_hold(*claimed))
    fail<FileError>(quote(name), " claims ", claim, ", far more than its ", file.size(),
                    " bytes hold.");
  array.bytes = Bytes(*claimed);
  if (const size_t held = source.read(array.bytes); held < *claimed)
    fail<FileError>(quote(name), " claims ", claim, ": ", *claimed, " bytes, but holds ", held,
                    ".");
  std::byte more[1];
  if (source.read(more) > 0)
    fail<FileError>(quote(name), " claims ", claim, ": ", *claimed, " bytes, but holds more.");
  swap_byte_order(array.bytes, size_of(array.dtype));
  return array;
}

FileArray read_idx(const std::string& path) {
  const auto is_idx = [](std::span<const std::byte> file) {
    return is_gzip(file) || (file.size() > 2 && dtype_of(file[2]));
  };
  return read_idx(read_file(path, is_idx), path);
}

}  // namespace cornu
