#include "framework/base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "framework/base/error.h"
#include "framework/base/strings.h"

namespace cornu {

FileDescriptor::FileDescriptor(int descriptor) : descriptor_(descriptor) {
  if (descriptor_ < 0 || descriptor_ > STDERR_FILENO) return;
  const int higher = ::fcntl(descriptor_, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  const int code = errno;
  ::close(descriptor_);
  descriptor_ = higher;
  errno = code;
}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  if (is_open()) ::close(descriptor_);
  descriptor_ = other.release();
  return *this;
}

FileDescriptor::~FileDescriptor() {
  if (is_open()) ::close(descriptor_);
}

void fail_on_file(std::string_view path, std::string_view action, int code) {
  fail<FileError>(quote(path), " cannot be ", action, ": ", std::generic_category().message(code),
                  ".");
}

FileDescriptor open_to_read(const std::string& path, uint64_t limit) {
  // Without O_NONBLOCK a named pipe would block before it can be refused.
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) fail_on_file(path, "opened", errno);
  struct stat status;
  if (::fstat(file.get(), &status) != 0) fail_on_file(path, "read", errno);
  if (S_ISDIR(status.st_mode)) fail<FileError>(quote(path), " is a folder, not a file.");
  if (!S_ISREG(status.st_mode)) fail<FileError>(quote(path), " is not a regular file.");
  if (const auto size = static_cast<uint64_t>(status.st_size); size > limit)
    fail<FileError>(quote(path), " is too large: ", size, " bytes, at most ", limit,
                    " are accepted.");
  return file;
}

uint64_t size_of_file(const FileDescriptor& file) {
  struct stat status;
  if (::fstat(file.get(), &status) != 0) fail_on_file("file", "read", errno);
  return static_cast<uint64_t>(status.st_size);
}

namespace {

void read_into(std::span<std::byte> bytes, const FileDescriptor& file, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::read(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_on_file(path, "read", errno);
    if (count == 0) fail<FileError>(quote(path), " became shorter while it was read.");
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
}

}  // namespace

Bytes read_file(const std::string& path, uint64_t limit) {
  const FileDescriptor file = open_to_read(path, limit);
  Bytes bytes(size_of_file(file));
  read_into(bytes, file, path);
  return bytes;
}

Bytes read_file(const std::string& path, bool (*begins_well)(std::span<const std::byte>)) {
  constexpr uint64_t kBeginning = 4096;
  const FileDescriptor file = open_to_read(path);
  const uint64_t size = size_of_file(file);
  Bytes beginning(std::min(size, kBeginning));
  read_into(beginning, file, path);
  if (beginning.size() == size || !begins_well(beginning)) return beginning;
  Bytes bytes(size);
  std::memcpy(bytes.data(), beginning.data(), beginning.size());
  read_into(std::span<std::byte>(bytes).subspan(beginning.size()), file, path);
  return bytes;
}

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

bool is_folder(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

void check_folder(const std::string& path) {
  std::string nearest = path;
  while (nearest.size() > 1 && nearest.ends_with('/')) nearest.pop_back();
  struct stat status;
  while (::stat(nearest.c_str(), &status) != 0 && nearest != "." && nearest != "/")
    nearest = folder_of(nearest);
  if (!is_folder(nearest)) fail_on_file(path, "made", ENOTDIR);
  if (::access(nearest.c_str(), W_OK | X_OK) != 0)
    fail_on_file(path, nearest == path ? "written" : "made", errno);
}

void make_folder(const std::string& path) {
  for (size_t slash = path.find('/', 1); !path.empty(); slash = path.find('/', slash + 1)) {
    const std::string folder = path.substr(0, slash);
    const int code = ::mkdir(folder.c_str(), 0777) == 0 ? 0 : errno;
    struct stat status;
    if (code != 0 && (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)))
      fail_on_file(folder, "made", code == EEXIST ? ENOTDIR : code);
    if (slash == std::string::npos) return;
  }
}

}  // namespace cornu
