#include "framework/config/output_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "framework/base/atomic_file.h"
#include "framework/base/error.h"
#include "framework/base/strings.h"
#include "framework/base/text.h"

namespace cornu {

OutputFolder::OutputFolder(std::string path) : path_(std::move(path)) {
  if (!is_utf8(path_))
    fail<ConfigError>("the output ", quote(path_), " is no UTF-8: run.json could not name it.");
  check_folder(path_);
}

std::string OutputFolder::operator/(std::string_view name) const {
  return concat(path_, path_.ends_with('/') ? "" : "/", name);
}

void OutputFolder::make(std::initializer_list<std::string_view> names) {
  make_folder(path_);
  hold();
  for (const std::string_view name : names) AtomicFile(*this / name);  // it leaves nothing behind
}

void OutputFolder::hold() {
  if (lock_.is_open()) return;
  lock_ = FileDescriptor(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // A file system without locks has no two runs to tell apart.
  if (lock_.is_open() && ::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    fail<FileError>(quote(path_),
                    " is the output of a run that has not ended.\n  hint: name another folder with "
                    "--output.");
}

void OutputFolder::remove(std::string_view name) const {
  const std::string path = *this / name;
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail_on_file(path, "removed", errno);
}

}  // namespace cornu
