#include "framework/saving/hdf5_cursor.h"

#include "framework/base/error.h"
#include "framework/base/strings.h"

namespace cornu {

void fail_hdf5(const std::string& file, std::string_view what, uint64_t address) {
  fail<FileError>(quote(file), " is damaged: ", what, " (byte ", address, ").");
}

uint64_t Hdf5Cursor::number_of(size_t size) {
  switch (size) {
    case 1:
      return u8();
    case 2:
      return u16();
    case 4:
      return u32();
    default:
      return u64();
  }
}

std::span<const std::byte> Hdf5Cursor::take(uint64_t count) {
  if (count > left()) fail_hdf5(*file_, "a block ends too early", address());
  const auto taken = block_.subspan(at_, count);
  at_ += count;
  return taken;
}

void Hdf5Cursor::expect(std::string_view signature) {
  const uint64_t place = address();
  if (text(signature.size()) != signature)
    fail_hdf5(*file_, concat(quote(signature), " should stand here"), place);
}

Hdf5Cursor Hdf5Image::from(uint64_t address) const {
  if (address > bytes_.size()) fail_hdf5(*file_, "an address lies beyond the file's end", address);
  return {bytes_.subspan(address), address, *file_};
}

}  // namespace cornu
