#include "framework/data/idx.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstring>

#include "framework/base/atomic_file.h"
#include "tests/support/error_of.h"
#include "tests/support/mutations.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

std::string idx(uint8_t type, std::vector<uint32_t> sizes, const std::string& data) {
  std::string file = {'\0', '\0', static_cast<char>(type), static_cast<char>(sizes.size())};
  for (const uint32_t size : sizes)
    for (int shift = 24; shift >= 0; shift -= 8) file += static_cast<char>(size >> shift & 0xff);
  return file + data;
}

std::string packed(const std::string& text) {
  z_stream z = {};
  EXPECT_EQ(deflateInit2(&z, 9, Z_DEFLATED, MAX_WBITS + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&z, text.size()) + 100, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

FileArray read(const std::string& file) { return read_idx(as_bytes(file), "x-idx"); }
std::string error_for(const std::string& file) {
  return error_of([&] { (void)read(file); });
}

TEST(Idx, ReadsPlainAndPackedFiles) {
  const std::string file = idx(0x08, {2, 3}, "abcdef");
  for (const std::string& bytes : {file, packed(file)}) {
    const FileArray array = read(bytes);
    EXPECT_EQ(array.dtype, DType::u8);
    EXPECT_EQ(array.shape, (std::vector<int64_t>{2, 3}));
    EXPECT_EQ(array.bytes.text(), "abcdef");
  }
  const TemporaryFolder folder;
  write_file(folder / "x", packed(file));
  EXPECT_EQ(read_idx(folder / "x").bytes.text(), "abcdef");
}

TEST(Idx, TurnsBytesRound) {
  const FileArray array = read(idx(0x0d, {1}, std::string("\x40\x20\0\0", 4)));
  float value = 0;
  ASSERT_EQ(array.bytes.size(), 4u);
  std::memcpy(&value, array.bytes.data(), 4);
  EXPECT_EQ(value, 2.5f);
  EXPECT_EQ(read(idx(0x0b, {1}, std::string("\x01\x02", 2))).bytes.text(), "\x02\x01");
  EXPECT_EQ(read(idx(0x0e, {0, 5}, "")).dtype, DType::f64);
}

TEST(Idx, ReadsPackedFilesOfSeveralParts) {
  const std::string file = idx(0x08, {6}, "abcdef");
  EXPECT_EQ(read(packed(file.substr(0, 9)) + packed(file.substr(9))).bytes.text(), "abcdef");
}

TEST(Idx, RefusesHeadersThatLie) {
  EXPECT_EQ(error_for(idx(0x08, {2, 3}, "abcde")),
            "FileError: \"x-idx\" claims u8[2, 3]: 6 bytes, but holds 5.");
  EXPECT_EQ(error_for(packed(idx(0x08, {2, 3}, "abcde"))),
            "FileError: \"x-idx\" claims u8[2, 3]: 6 bytes, but holds 5.");
  EXPECT_EQ(error_for(idx(0x08, {2, 3}, "abcdefg")),
            "FileError: \"x-idx\" claims u8[2, 3]: 6 bytes, but holds more.");
  EXPECT_EQ(
      error_for(idx(0x0e, {0xffffffff, 0xffffffff, 0xffffffff}, "")),
      "FileError: \"x-idx\" claims f64[4294967295, 4294967295, 4294967295], far more than its "
      "16 bytes hold.");
  EXPECT_EQ(error_for(packed(idx(0x08, {0x40000000}, ""))).substr(0, 48),
            "FileError: \"x-idx\" claims u8[1073741824], far mo");
}

TEST(Idx, RefusesWhatIsNoIdx) {
  const std::string no =
      "FileError: \"x-idx\" is not an IDX file.\n  hint: IDX files start with two zero bytes, a "
      "type from 0x08 to 0x0e and the number of axes.";
  EXPECT_EQ(error_for(""), no);
  EXPECT_EQ(error_for("\x93NUMPY"), no);
  EXPECT_EQ(error_for(idx(0x0a, {1}, "a")), no);
  EXPECT_EQ(error_for(idx(0x08, {1}, "a").substr(0, 6)),
            "FileError: \"x-idx\" ends within its header.");
  EXPECT_EQ(error_for(std::string("\0\0\x08\xff", 4)), no);
}

TEST(Idx, RefusesDamagedPacking) {
  const std::string whole = packed(idx(0x08, {26}, "abcdefghijklmnopqrstuvwxyz"));
  for (size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(error_for(whole.substr(0, size)), "no error") << size;
  EXPECT_EQ(error_for(whole.substr(0, 20)),
            "FileError: \"x-idx\" is cut: it ends within its packed data.");
  std::string flipped = whole;
  flipped[flipped.size() - 6] ^= 1;  // the checksum
  EXPECT_EQ(error_for(flipped), "FileError: \"x-idx\" is damaged: incorrect data check.");
}

TEST(Idx, WithstandsBrokenFiles) {
  const std::string whole = idx(0x0d, {2, 3}, std::string(24, 'x'));
  expect_read_or_refused<FileError>(whole, read, 10'000);
  expect_read_or_refused<FileError>(packed(whole), read, 10'000);
}

}  // namespace
}  // namespace cornu
