#include "framework/saving/hdf5_header.h"

#include "framework/base/error.h"
#include "framework/base/strings.h"

namespace cornu {

namespace {

constexpr std::string_view kSignature("\x89HDF\r\n\x1a\n", 8);
constexpr size_t kMostMessages = 1'000;
constexpr uint8_t kIsShared = 0x02;
constexpr uint8_t kMustBeUnderstood = 0x80;
constexpr uint16_t kLastKind = 0x18;

/// Blocks of messages still to be read; headers go on in continuations, which may go on as well.
struct Header {
  const Hdf5Image& image;
  std::vector<Hdf5Message> messages;
  std::vector<Hdf5Cursor> blocks;
  size_t blocks_seen = 0;
  size_t messages_seen = 0;

  void add(uint16_t kind, uint8_t flags, Hdf5Cursor content) {
    if (++messages_seen > kMostMessages)
      fail_hdf5(image.file(), "an object has too many messages", content.address());
    if (kind > kLastKind && (flags & kMustBeUnderstood))
      fail_hdf5(image.file(), concat("a message of the unknown kind ", kind), content.address());
    if (static_cast<Hdf5Kind>(kind) != Hdf5Kind::continuation) {
      messages.push_back({static_cast<Hdf5Kind>(kind), (flags & kIsShared) != 0, content});
      return;
    }
    const uint64_t address = content.u64(), size = content.u64();
    if (++blocks_seen > kMostMessages)
      fail_hdf5(image.file(), "a header goes on without end", address);
    blocks.push_back(image.block(address, size));
  }
};

void read_version_1(Hdf5Cursor start, Header& header) {
  start.skip(2);
  start.skip(2);  // the number of messages; their sizes say more
  start.skip(4);  // reference count
  const uint32_t size = start.u32();
  start.skip(4);
  header.blocks.push_back(start.part(size));
  while (!header.blocks.empty()) {
    Hdf5Cursor block = header.blocks.back();
    header.blocks.pop_back();
    constexpr size_t kPrefix = 8;
    while (block.left() >= kPrefix) {
      const uint16_t kind = block.u16(), length = block.u16();
      const uint8_t flags = block.u8();
      block.skip(3);
      header.add(kind, flags, block.part(length));
    }
  }
}

void read_version_2(Hdf5Cursor start, Header& header) {
  constexpr size_t kChecksum = 4;
  constexpr uint8_t kHasOrder = 0x04, kHasPhaseChange = 0x10, kHasTimes = 0x20;
  start.expect(std::string_view("OHDR\2", 5));
  const uint8_t header_flags = start.u8();
  if (header_flags & kHasTimes) start.skip(16);
  if (header_flags & kHasPhaseChange) start.skip(4);
  const uint64_t size = start.number_of(size_t{1} << (header_flags & 3));
  const size_t prefix = header_flags & kHasOrder ? 6 : 4;
  bool first = true;
  header.blocks.push_back(start.part(size));
  while (!header.blocks.empty()) {
    Hdf5Cursor block = header.blocks.back();
    header.blocks.pop_back();
    if (!first) block.expect("OCHK");
    const size_t end = first ? 0 : kChecksum;
    first = false;
    while (block.left() >= prefix + end) {
      const uint8_t kind = block.u8();
      const uint16_t length = block.u16();
      const uint8_t flags = block.u8();
      block.skip(prefix - 4);
      header.add(kind, flags, block.part(length));
    }
  }
}

}  // namespace

std::vector<Hdf5Message> read_hdf5_header(const Hdf5Image& image, uint64_t address) {
  Header header{image, {}, {}};
  const Hdf5Cursor start = image.from(address);
  Hdf5Cursor version = start;
  if (version.u8() == 1) {
    read_version_1(start, header);
  } else {
    read_version_2(start, header);
  }
  return std::move(header.messages);
}

bool is_hdf5(std::span<const std::byte> file) {
  return std::string_view(reinterpret_cast<const char*>(file.data()), file.size())
      .starts_with(kSignature);
}

uint64_t read_hdf5_superblock(const Hdf5Image& image) {
  const std::string& file = image.file();
  if (image.size() == 0) fail<FileError>(quote(file), " is empty.");
  Hdf5Cursor cursor = image.from(0);
  if (image.size() < kSignature.size() || cursor.text(kSignature.size()) != kSignature)
    fail<FileError>(quote(file), " is not an HDF5 file.");
  const uint8_t version = cursor.u8();
  if (version > 3)
    fail<FileError>(quote(file), " is of version ", version, " of HDF5; 0 to 3 are read.");
  if (version < 2) cursor.skip(4);
  const uint8_t offsets = cursor.u8(), lengths = cursor.u8();
  if (offsets != 8 || lengths != 8)
    fail<FileError>(quote(file), " has addresses of ", offsets, " bytes; those of 8 are read.");
  cursor.skip(version == 0 ? 9 : version == 1 ? 13 : 1);
  const uint64_t base = cursor.u64();
  cursor.skip(8);  // free space, or an extension
  const uint64_t end = cursor.u64();
  if (base != 0) fail_hdf5(file, "its content does not start with the file", cursor.address());
  if (end > image.size())
    fail<FileError>(quote(file), " is cut: it has ", image.size(), " of ", end, " bytes.");
  if (version < 2) cursor.skip(8 + 8);  // driver information, the root's name
  return cursor.u64();
}

}  // namespace cornu
