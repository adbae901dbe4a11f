#include "framework/base/atomic_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdlib>

#include "framework/base/error.h"
#include "framework/base/strings.h"

namespace cornu {

namespace {

/// While it lives, a write beyond the limit on file sizes fails with EFBIG in this thread, rather
/// than killing the process by SIGXFSZ.
class SizeLimitSignalHeld {
 public:
  SizeLimitSignalHeld() {
    sigemptyset(&signal_);
    sigaddset(&signal_, SIGXFSZ);
    sigset_t pending;
    sigpending(&pending);
    pending_before_ = sigismember(&pending, SIGXFSZ) == 1;
    pthread_sigmask(SIG_BLOCK, &signal_, &before_);
  }
  ~SizeLimitSignalHeld() {
    const int code = errno;
    const timespec now{};
    if (!pending_before_) sigtimedwait(&signal_, nullptr, &now);  // takes ours back
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    errno = code;
  }

 private:
  sigset_t signal_;
  sigset_t before_;
  bool pending_before_;
};

std::string resolved(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  if (!real) return path;  // it does not exist: made as named
  std::string target(real);
  ::free(real);
  return target;
}

/// A name that nothing in the folder has, beside the target.
std::string temporary_name(const std::string& target) {
  static std::atomic<unsigned> count{0};
  const size_t slash = target.rfind('/');
  const size_t start = slash == std::string::npos ? 0 : slash + 1;
  return concat(target.substr(0, start), ".", target.substr(start), ".", ::getpid(), ".", ++count,
                ".tmp");
}

}  // namespace

AtomicFile::AtomicFile(std::string path)
    : path_(std::move(path)), target_(resolved(path_)), folder_(folder_of(target_)) {
  struct stat status;
  if (::stat(target_.c_str(), &status) == 0 && !S_ISREG(status.st_mode))  // /dev/null, say
    fail<FileError>(quote(path_), " cannot be written: it is ",
                    S_ISDIR(status.st_mode) ? "a folder." : "not a regular file.");
  if (::stat(folder_.c_str(), &status) != 0)
    fail<FileError>(quote(path_), " cannot be written: the folder ", quote(folder_),
                    errno == ENOTDIR ? " is a file." : " does not exist.");
  if (!S_ISDIR(status.st_mode))
    fail<FileError>(quote(path_), " cannot be written: the folder ", quote(folder_), " is a file.");
  const bool can_name_later = ::access("/proc/self/fd", X_OK) == 0;
  if (can_name_later)
    file_ = FileDescriptor(::open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0666));
  if (file_.is_open()) return;
  if (errno == EACCES || errno == EROFS || errno == ENOTDIR) fail_on_file(path_, "written", errno);
  temporary_ = temporary_name(target_);
  file_ = FileDescriptor(
      ::open(temporary_.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0666));
  if (file_.is_open()) return;
  const int code = errno;
  temporary_.clear();  // it is not ours to remove
  fail_on_file(path_, "written", code);
}

AtomicFile::~AtomicFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  const SizeLimitSignalHeld held;
  while (!bytes.empty()) {
    const ssize_t count =
        ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(position_));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_on_file(path_, "written", errno);
    bytes = bytes.subspan(static_cast<size_t>(count));
    position_ += static_cast<uint64_t>(count);
  }
}

/// Gives a file without a name a temporary one: a link cannot replace what stands at the target.
void AtomicFile::name_it() {
  const std::string self = concat("/proc/self/fd/", file_.get());
  for (int attempt = 0; attempt < 100; ++attempt) {
    const std::string name = temporary_name(target_);
    if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0) {
      temporary_ = name;
      return;
    }
    if (errno != EEXIST) break;
  }
  fail_on_file(path_, "written", errno);
}

void AtomicFile::commit() {
  struct stat status;  // a file that is replaced keeps its permissions
  if (::stat(target_.c_str(), &status) == 0) (void)::fchmod(file_.get(), status.st_mode & 07777);
  if (::fsync(file_.get()) != 0) fail_on_file(path_, "written", errno);
  if (temporary_.empty()) name_it();
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail_on_file(path_, "written", errno);
  temporary_.clear();
  // The name itself; a file system that cannot do this has nothing to add.
  const FileDescriptor folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.is_open()) (void)::fsync(folder.get());
}

void write_file(const std::string& path, std::span<const std::byte> bytes) {
  AtomicFile file(path);
  file.write(bytes);
  file.commit();
}

}  // namespace cornu
