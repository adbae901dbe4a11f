#include "framework/base/file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "framework/base/atomic_file.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

using Names = std::vector<std::string>;

std::string content(const std::string& path) { return std::string(read_file(path).text()); }

TEST(File, ReadsWhatWasWritten) {
  const TemporaryFolder folder;
  write_file(folder / "a", "hello");
  EXPECT_EQ(content(folder / "a"), "hello");
  write_file(folder / "a", "");
  EXPECT_EQ(content(folder / "a"), "");
  EXPECT_EQ(folder.names(), Names{"a"});
}

TEST(File, SaysWhyItCannotBeRead) {
  const TemporaryFolder folder;
  const std::string path = folder / "x";
  EXPECT_EQ(error_of([&] { (void)read_file(path); }),
            "FileError: \"" + path + "\" cannot be opened: No such file or directory.");
  EXPECT_EQ(error_of([&] { (void)read_file(folder.path()); }),
            "FileError: \"" + folder.path() + "\" is a folder, not a file.");
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(error_of([&] { (void)read_file(path); }),
            "FileError: \"" + path + "\" is not a regular file.");
  ::unlink(path.c_str());
  write_file(path, "12345");
  EXPECT_EQ(error_of([&] { (void)read_file(path, 4); }),
            "FileError: \"" + path + "\" is too large: 5 bytes, at most 4 are accepted.");
}

TEST(File, ReadsNoMoreThanTheBeginningOfAnotherKind) {
  const TemporaryFolder folder;
  for (const size_t size : {0U, 3U, 4096U, 4097U, 100'000U}) {
    const std::string text(size, 'x');
    write_file(folder / "a", text);
    const auto yes = [](std::span<const std::byte>) { return true; };
    const auto no = [](std::span<const std::byte>) { return false; };
    EXPECT_EQ(read_file(folder / "a", yes).text(), text);
    EXPECT_EQ(read_file(folder / "a", no).text(), text.substr(0, 4096));
  }
}

TEST(AtomicFile, AppearsOnCommitOnly) {
  const TemporaryFolder folder;
  write_file(folder / "a", "old");
  {
    AtomicFile file(folder / "a");
    file.write("new");
    EXPECT_EQ(content(folder / "a"), "old");
  }
  EXPECT_EQ(content(folder / "a"), "old");
  EXPECT_EQ(folder.names(), Names{"a"});
  AtomicFile file(folder / "a");
  file.write("Xew");
  file.seek(0);
  file.write("n");
  EXPECT_EQ(file.position(), 1u);
  file.commit();
  EXPECT_EQ(content(folder / "a"), "new");
  EXPECT_EQ(folder.names(), Names{"a"});
}

TEST(AtomicFile, KeepsPermissionsAndFollowsLinks) {
  const TemporaryFolder folder;
  write_file(folder / "a", "old");
  ASSERT_EQ(::chmod((folder / "a").c_str(), 0640), 0);
  ASSERT_EQ(::symlink("a", (folder / "link").c_str()), 0);
  write_file(folder / "link", "new");
  EXPECT_EQ(content(folder / "a"), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
  struct stat status;
  ASSERT_EQ(::stat((folder / "a").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0640u);
}

TEST(AtomicFile, SaysWhyItCannotBeWritten) {
  const TemporaryFolder folder;
  const std::string lost = folder / "no/a";
  EXPECT_EQ(error_of([&] { write_file(lost, "x"); }), "FileError: \"" + lost +
                                                          "\" cannot be written: the folder \"" +
                                                          (folder / "no") + "\" does not exist.");
  EXPECT_EQ(error_of([&] { write_file(folder.path(), "x"); }),
            "FileError: \"" + folder.path() + "\" cannot be written: it is a folder.");
  EXPECT_EQ(error_of([&] { write_file("/dev/null", "x"); }),
            "FileError: \"/dev/null\" cannot be written: it is not a regular file.");
  write_file(folder / "a", "x");
  const std::string inside = folder / "a/b";
  EXPECT_EQ(error_of([&] { write_file(inside, "x"); }), "FileError: \"" + inside +
                                                            "\" cannot be written: the folder \"" +
                                                            (folder / "a") + "\" is a file.");
}

TEST(AtomicFile, SurvivesTheLimitOnFileSizes) {
  const TemporaryFolder folder;
  write_file(folder / "a", "old");
  rlimit before;
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{16, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string text = error_of([&] { write_file(folder / "a", std::string(100, 'x')); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(text, "FileError: \"" + (folder / "a") + "\" cannot be written: File too large.");
  EXPECT_EQ(content(folder / "a"), "old");
  EXPECT_EQ(folder.names(), Names{"a"});
}

TEST(FileDescriptor, IsNeverAStandardStream) {
  const TemporaryFolder folder;
  const int saved = ::dup(STDIN_FILENO);
  ::close(STDIN_FILENO);
  {
    AtomicFile file(folder / "a");
    file.write("x");
    EXPECT_EQ(::fcntl(STDIN_FILENO, F_GETFD), -1);
    file.commit();
  }
  if (saved >= 0) {
    ::dup2(saved, STDIN_FILENO);
    ::close(saved);
  }
  EXPECT_EQ(content(folder / "a"), "x");
}

}  // namespace
}  // namespace cornu
