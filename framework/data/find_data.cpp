#include "framework/data/find_data.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "framework/base/error.h"

namespace cornu {

namespace {

bool exists(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0;
}

/// Beside the program, as packages that may be moved have it: <prefix>/bin and
/// <prefix>/share/cornu.
std::string folder_beside_program() {
  char path[4096];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  if (length <= 0) return {};
  std::string folder(path, static_cast<size_t>(length));
  for (int level = 0; level < 2; ++level) {
    const size_t slash = folder.rfind('/');
    if (slash == std::string::npos) return {};
    folder.resize(slash);
  }
  return folder + "/share/cornu";
}

}  // namespace

std::string find_data(const std::string& name, const std::vector<std::string>& folders,
                      std::string_view origin) {
  std::vector<std::string> tried;
  const auto found = [&](const std::string& path) {
    tried.push_back(path);
    return exists(path);
  };
  if (name.starts_with('/')) {
    if (found(name)) return name;
  } else {
    std::vector<std::string> places = folders;
    if (const char* data = std::getenv("CORNU_DATA")) places.emplace_back(data);
    places.push_back(folder_beside_program());
    places.emplace_back(CORNU_INSTALLED_DATA);
    places.emplace_back(CORNU_SOURCE_DATA);
    for (const std::string& place : places)
      if (!place.empty() && found(place == "." ? name : place + "/" + name)) return tried.back();
  }
  fail<FileError>("the data file ", quote(name), " was not found; tried:\n    ",
                  join(tried, "\n    "), "\n  hint: ", origin,
                  " Set CORNU_DATA to the folder that has it.");
}

}  // namespace cornu
