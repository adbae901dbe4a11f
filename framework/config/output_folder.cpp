#include "framework/config/output_folder.h"

#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/base/strings.h"

namespace cornu {

namespace fs = std::filesystem;

OutputFolder::OutputFolder(std::string path) : path_(std::move(path)) {
  std::error_code ignored;
  fs::path nearest = fs::absolute(path_, ignored);
  while (!fs::exists(nearest, ignored) && nearest.has_relative_path())
    nearest = nearest.parent_path();
  if (!fs::is_directory(nearest, ignored)) fail_on_file(path_, "made", ENOTDIR);
  if (access(nearest.c_str(), W_OK | X_OK) != 0) fail_on_file(path_, "written", errno);
}

std::string OutputFolder::operator/(std::string_view name) const {
  return concat(path_, path_.ends_with('/') ? "" : "/", name);
}

void OutputFolder::make() const {
  std::error_code error;
  fs::create_directories(path_, error);
  if (error) fail_on_file(path_, "made", error.value());
}

}  // namespace cornu
