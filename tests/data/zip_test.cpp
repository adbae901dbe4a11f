#include <gtest/gtest.h>

#include <cstring>

#include "framework/base/file.h"
#include "framework/data/zip_reader.h"
#include "framework/data/zip_writer.h"
#include "tests/support/error_of.h"
#include "tests/support/mutations.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

constexpr std::string_view kLocal("PK\3\4", 4), kCentral("PK\1\2", 4);

/// An archive of two members, as bytes to be damaged.
std::string archive() {
  const TemporaryFolder folder;
  ZipWriter writer(folder / "a.zip");
  writer.add("config.json", "{\"a\": 1}");
  writer.add("weights.h5x", std::string(300, 'w'));
  writer.finish();
  return std::string(read_file(folder / "a.zip").text());
}

std::string with_name(std::string_view from, std::string_view to) {
  std::string bytes = archive();
  EXPECT_EQ(from.size(), to.size());
  for (size_t at = 0; (at = bytes.find(from, at)) != bytes.npos; at += to.size())
    bytes.replace(at, from.size(), to);
  return bytes;
}

/// Overwrites `offset` bytes after every header of that kind.
template <class T>
void put(std::string& bytes, std::string_view header, size_t offset, T value) {
  for (size_t at = 0; (at = bytes.find(header, at)) != bytes.npos; ++at)
    std::memcpy(&bytes[at + offset], &value, sizeof value);
}

std::string open_error(const std::string& bytes) {
  return error_of([&] { (void)ZipReader::open(as_bytes(bytes), "m.keras"); });
}

std::string read_error(const std::string& bytes, std::string_view member, uint64_t limit = 1000) {
  return error_of([&] { (void)ZipReader::open(as_bytes(bytes), "m.keras").read(member, limit); });
}

TEST(Zip, ReadsWhatItWrites) {
  const TemporaryFolder folder;
  const std::string path = folder / "a.zip";
  ZipWriter writer(path);
  writer.add("one.txt", "first");
  writer.add("assets/two.txt", "");
  Bytes many(100'000);
  for (size_t i = 0; i < many.size(); ++i) many.data()[i] = static_cast<std::byte>(i * 7);
  writer.add("three", std::move(many));
  EXPECT_TRUE(folder.names().empty());
  writer.finish();
  EXPECT_EQ(folder.names(), std::vector<std::string>{"a.zip"});

  const ZipReader reader = ZipReader::open(path);
  ASSERT_EQ(reader.members().size(), 3u);
  EXPECT_EQ(reader.members()[1].name, "assets/two.txt");
  EXPECT_EQ(reader.read("one.txt", 100).text(), "first");
  EXPECT_EQ(reader.read("assets/two.txt", 100).size(), 0u);
  EXPECT_EQ(reader.read("three", 1 << 20).data()[99'999],
            static_cast<std::byte>(99'999u * 7 % 256));
  EXPECT_EQ(reader.find("four"), nullptr);
  EXPECT_EQ(reader.name_of("one.txt"), path + ": one.txt");
}

TEST(Zip, WritesNothingWithoutFinish) {
  const TemporaryFolder folder;
  ZipWriter(folder / "a.zip").add("x", "y");
  EXPECT_TRUE(folder.names().empty());
  const std::string lost = folder / "no/a.zip";
  EXPECT_EQ(error_of([&] { ZipWriter writer(lost); }), "FileError: \"" + lost +
                                                           "\" cannot be written: the folder \"" +
                                                           (folder / "no") + "\" does not exist.");
}

TEST(Zip, WritesTheSameBytesForTheSameContent) { EXPECT_EQ(archive(), archive()); }

TEST(Zip, RefusesWhatIsNoArchive) {
  EXPECT_EQ(
      open_error("not a zip"),
      "FileError: \"m.keras\" is not a whole zip archive: it is cut, or another kind of file.");
  EXPECT_EQ(open_error(""), "FileError: \"m.keras\" is empty.");
  const std::string whole = archive();
  for (size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(open_error(whole.substr(0, size)), "no error") << size;
}

/// For that reason, or already because the two headers of a member differ, which newer versions of
/// libzip see first.
void expect_refusal(const std::string& bytes, const std::string& reason) {
  const std::string error = open_error(bytes);
  if (error.find("Zip archive inconsistent") == std::string::npos) {
    EXPECT_EQ(error, "FileError: \"m.keras\": " + reason);
  }
}

TEST(Zip, RefusesNamesThatClimbOut) {
  for (const std::string name : {"../../x.txt", "/etc/passwd", "a/../../x.y", "..\\..\\x.txt",
                                 "C:/x/y.json", "aaaaaaaa/.."}) {
    const std::string bytes = with_name("config.json", name);
    EXPECT_TRUE(open_error(bytes).ends_with("has a name that leads out of the archive."))
        << open_error(bytes);
  }
}

TEST(Zip, RefusesRepeatedNames) {
  EXPECT_EQ(open_error(with_name("weights.h5x", "config.json")),
            "FileError: \"m.keras\": two members have the same name.");
}

TEST(Zip, RefusesEncryptedAndOddlyPackedMembers) {
  std::string bytes = archive();
  put<uint16_t>(bytes, kCentral, 8, 1);
  put<uint16_t>(bytes, kLocal, 6, 1);
  expect_refusal(bytes, "the member \"config.json\" is encrypted.");
  bytes = archive();
  put<uint16_t>(bytes, kCentral, 10, 12);
  put<uint16_t>(bytes, kLocal, 8, 12);
  EXPECT_EQ(open_error(bytes),
            "FileError: \"m.keras\": the member \"config.json\" is packed by method 12; stored and "
            "deflated ones are read.");
}

TEST(Zip, RefusesLinks) {
  std::string bytes = archive();
  put<uint16_t>(bytes, kCentral, 40, 0120777);
  put<uint8_t>(bytes, kCentral, 5, 3);  // made by Unix
  EXPECT_EQ(open_error(bytes),
            "FileError: \"m.keras\": the member \"config.json\" is a symbolic link.");
}

TEST(Zip, RefusesDamagedMembers) {
  std::string bytes = archive();
  bytes[bytes.find("wwww") + 7] = 'v';
  EXPECT_EQ(read_error(bytes, "weights.h5x"),
            "FileError: \"m.keras\": the member \"weights.h5x\" is damaged: CRC error.");
  EXPECT_EQ(read_error(bytes, "config.json"), "no error");
}

TEST(Zip, ChecksEveryByteOfWhatIsNotPacked) {
  for (const size_t at : {0U, 149U, 150U, 299U}) {  // it is read in halves
    std::string bytes = archive();
    bytes[bytes.find("wwww") + at] = 'v';
    EXPECT_EQ(read_error(bytes, "weights.h5x"),
              "FileError: \"m.keras\": the member \"weights.h5x\" is damaged: CRC error.");
  }
}

TEST(Zip, RefusesMembersThatAreMissingOrTooLarge) {
  EXPECT_EQ(read_error(archive(), "confg.json"),
            "FileError: \"m.keras\": the member \"confg.json\" is missing. Did you mean "
            "\"config.json\"?");
  EXPECT_EQ(
      read_error(archive(), "weights.h5x", 299),
      "FileError: \"m.keras\": the member \"weights.h5x\" is too large: 300 bytes, at most 299 "
      "are accepted.");
}

TEST(Zip, RefusesSizesThatLie) {
  std::string bytes = archive();
  put<uint32_t>(bytes, kLocal, 22, 3'000'000);
  put<uint32_t>(bytes, kCentral, 24, 3'000'000);
  expect_refusal(bytes,
                 "the member \"config.json\" claims 3000000 bytes, packed into 8: that cannot be.");
}

TEST(Zip, WithstandsBrokenFiles) {
  expect_read_or_refused<FileError>(archive(), [](const std::string& broken) {
    const ZipReader zip = ZipReader::open(as_bytes(broken), "m.keras");
    for (const ZipMember& member : zip.members()) (void)zip.read(member.name, 1 << 20);
  });
}

}  // namespace
}  // namespace cornu
