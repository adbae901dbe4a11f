#include "framework/config/output_folder.h"

#include <unistd.h>

#include <cerrno>

#include "framework/base/atomic_file.h"
#include "framework/base/file.h"
#include "framework/base/strings.h"

namespace cornu {

OutputFolder::OutputFolder(std::string path) : path_(std::move(path)) { check_folder(path_); }

std::string OutputFolder::operator/(std::string_view name) const {
  return concat(path_, path_.ends_with('/') ? "" : "/", name);
}

void OutputFolder::make(std::initializer_list<std::string_view> names) const {
  make_folder(path_);
  for (const std::string_view name : names) AtomicFile(*this / name);  // it leaves nothing behind
}

void OutputFolder::remove(std::string_view name) const {
  const std::string path = *this / name;
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail_on_file(path, "removed", errno);
}

}  // namespace cornu
