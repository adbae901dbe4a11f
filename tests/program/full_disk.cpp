// Preloaded into a program, makes the disk full once it has written $FULL_DISK_AFTER bytes to
// files.
#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>

namespace {

std::atomic<ssize_t>& bytes_left() {
  static std::atomic<ssize_t> left{std::atoll(std::getenv("FULL_DISK_AFTER"))};
  return left;
}

/// How many of `count` bytes still fit; 0: none, and errno says so.
size_t fitting(int file, size_t count) {
  struct stat status;
  if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return count;
  const ssize_t before = bytes_left().fetch_sub(static_cast<ssize_t>(count));
  if (before <= 0) errno = ENOSPC;
  return std::min(count, static_cast<size_t>(std::max<ssize_t>(before, 0)));
}

template <class F>
F* next(const char* name) {
  return reinterpret_cast<F*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" ssize_t write(int file, const void* bytes, size_t count) {
  const size_t fit = fitting(file, count);
  return fit == 0 && count > 0 ? -1 : next<decltype(::write)>("write")(file, bytes, fit);
}

extern "C" ssize_t pwrite(int file, const void* bytes, size_t count, off_t at) {
  const size_t fit = fitting(file, count);
  return fit == 0 && count > 0 ? -1 : next<decltype(::pwrite)>("pwrite")(file, bytes, fit, at);
}

extern "C" ssize_t pwrite64(int file, const void* bytes, size_t count, off64_t at) {
  return pwrite(file, bytes, count, at);
}
